import type { ObservedVm } from "@v-available/domain/observed";
import { bytesWords } from "@v-available/domain/size-words";
import { countWords } from "@v-available/domain/wording";
import type { Batch } from "./batch";
import { beginCondition, endCondition } from "./condition";
import type { DiagnosisContext } from "./diagnosis";
import { subjectKey } from "./memory";
import { diagnoseQuestion } from "./question";
import { subjectOf } from "./subject";

const KIND = "split-brain";

/**
 * A machine with two histories is a fault from when that is seen, which may be long before its hosts hear each other and
 * say so themselves, until one is chosen.
 */
export function diagnoseCopies(context: DiagnosisContext, batch: Batch): void {
  for (const { observed } of batch.changed.values())
    if (observed.kind === "vm") {
      diagnose(context, observed);
      diagnoseQuestion(context, observed);
    }
}

function diagnose(context: DiagnosisContext, vm: ObservedVm): void {
  const { fleet, faults } = context.memory;
  const subject = subjectOf(fleet, { subject: { kind: "vm", ref: vm.ref }, pairRef: vm.pairRef });
  const fault = faults.get(subjectKey(KIND, subject));
  if (vm.histories && !fault) {
    const sentence = `${vm.name} has two histories: ${aloneWords(vm, "a")}, ${aloneWords(vm, "b")}. Neither is overwritten before a person has chosen.`;
    const vmIds = subject.id === null ? [] : [subject.id];
    beginCondition(context, { type: "copies.differ", kind: KIND, subject, pairRef: vm.pairRef, sentence, vmIds });
  } else if (!vm.histories && fault)
    endCondition(context, fault, { type: "copies.one-history", sentence: `${vm.name} has one history again.` });
}

function aloneWords({ histories }: ObservedVm, side: "a" | "b"): string {
  const { writes = null, bytes = null } = histories?.[side] ?? {};
  const counted = [writes === null ? null : countWords(writes, "write"), bytes === null ? null : bytesWords(bytes)];
  const known = counted.filter((words) => words !== null);
  return `side ${side.toUpperCase()} has ${known.length === 0 ? "an uncounted number of writes" : known.join(", ")} alone`;
}
