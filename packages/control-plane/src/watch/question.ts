import type { FaultKind } from "@v-available/domain/fault-kind";
import type { ObservedVm } from "@v-available/domain/observed";
import { bytesWords } from "@v-available/domain/size-words";
import { beginCondition } from "./condition";
import type { DiagnosisContext } from "./diagnosis";
import type { Fleet } from "./fleet";
import { subjectKey } from "./memory";
import { type SubjectFacts, subjectOf } from "./subject";

const KIND = "verify-mismatch";

/** Copies that differ ask a person only where either may be the right one, and only until one was chosen. */
export const isAsked = ({ undecided }: Pick<ObservedVm, "undecided">): boolean =>
  Boolean(undecided) && undecided?.givenUp === false;

/** What is wanted of a person for this fault of a machine; null where nothing is. */
export function questionTitle(
  fleet: Fleet,
  kind: FaultKind,
  { ref, name }: Pick<SubjectFacts, "ref" | "name">,
): string | null {
  const vm = kind === KIND ? fleet.get("vm", ref)?.observed : undefined;
  return vm && isAsked(vm) ? `Choose which copy of ${name} stays` : null;
}

/**
 * The hosts tell of copies that differ, and copy what does; that a person is asked first is seen. So the alarm asks for one
 * from then on, and for nobody once that was said: it stands until the machine has two copies again.
 */
export function diagnoseQuestion(context: DiagnosisContext, vm: ObservedVm): void {
  const { fleet, faults, alarms } = context.memory;
  const subject = subjectOf(fleet, { subject: { kind: "vm", ref: vm.ref }, pairRef: vm.pairRef });
  const key = subjectKey(KIND, subject);
  const wanted = questionTitle(fleet, KIND, subject);
  if (wanted !== null && !faults.has(key)) {
    const { differingBytes = null } = vm.undecided ?? {};
    const what = differingBytes === null ? "What" : `${bytesWords(differingBytes)} of what`;
    const sentence = `${what} the two copies of ${vm.name} hold is not the same, and which of them is right can't be told. Nothing is copied before a person has chosen.`;
    const vmIds = subject.id === null ? [] : [subject.id];
    beginCondition(context, { type: "copies.differ", kind: KIND, subject, pairRef: vm.pairRef, sentence, vmIds });
    return;
  }
  const alarm = alarms.get(key);
  if (!alarm || alarm.goneAtMs !== null || alarm.needsPerson === (wanted !== null)) return;
  Object.assign(alarm, { needsPerson: wanted !== null, wanted: wanted === null ? null : `${wanted}.` });
  context.diagnosis.alarms.add(alarm);
}
