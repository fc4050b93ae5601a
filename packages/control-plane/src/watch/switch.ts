import type { ObservedLink } from "@v-available/domain/observed";
import { HOST_STANDING, hostsHearEachOther, type PairFacts } from "@v-available/domain/pair-facts";
import { SIDES } from "@v-available/domain/state";
import { listWords } from "@v-available/domain/wording";
import { alarmOf } from "./conclude";
import { beginCondition, endCondition } from "./condition";
import type { DiagnosisContext } from "./diagnosis";
import { subjectKey } from "./memory";
import { explain, rootCauseOf } from "./root-cause";
import type { SubjectFacts } from "./subject";
import { nameOf } from "./write-thing";

const KIND = "switch-failed";
/** What one switch takes with it goes at one moment, give or take what it is noticed by. */
const TOGETHER_MS = 2_000;

/** Such as several links go through. That all of them are gone at once, and no other, has one cause. */
export function diagnoseSwitches(context: DiagnosisContext, facts: PairFacts, staysMs: number): void {
  const serve = SIDES.every((side) => HOST_STANDING[facts.hosts[side]?.state ?? "Unknown"] === "serves");
  for (const [name, links] of linksBySwitch(facts)) {
    const pairRef = facts.pair?.ref ?? "";
    const subject: SubjectFacts = { kind: "component", ref: `${pairRef}/${name}`, id: null, name };
    const fault = context.memory.faults.get(subjectKey(KIND, subject));
    if (fault && links.some(({ state }) => state !== "Down"))
      endCondition(context, fault, { type: "switch.carries", sentence: `What goes through ${name} carries again.` });
    else if (!fault && serve && hostsHearEachOther(facts) && wentTogether(links, context.writer.nowMs - staysMs)) {
      const sentence = `${name} failed: ${listWords(links.map(nameOf))} go through it, and went down together.`;
      beginCondition(context, { type: "switch.failed", kind: KIND, subject, pairRef, sentence });
      makeRoot(context, subject);
    }
  }
}

function linksBySwitch({ links }: PairFacts): [string, ObservedLink[]][] {
  const by = new Map<string, ObservedLink[]>();
  for (const link of links) {
    if (link.switchName !== null) by.set(link.switchName, [...(by.get(link.switchName) ?? []), link]);
  }
  return [...by].filter(([, through]) => through.length > 1);
}

function wentTogether(links: readonly ObservedLink[], beforeMs: number): boolean {
  const times = links.map(({ sinceMs }) => sinceMs);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  return links.every(({ state }) => state === "Down") && last <= beforeMs && last - first <= TOGETHER_MS;
}

/** Everything that was raised before the switch was known to have failed follows from it. */
function makeRoot(context: DiagnosisContext, subject: SubjectFacts): void {
  const { memory, diagnosis } = context;
  const root = memory.faults.get(subjectKey(KIND, subject));
  if (!root) return;
  root.root = true;
  for (const fault of memory.faults.values()) {
    if (fault === root) continue;
    const cause = rootCauseOf(memory, { ...fault, subject: { kind: fault.subjectKind, ref: fault.subjectRef } });
    if (!cause && (fault.incidentId === null || fault.incidentId !== root.incidentId)) continue;
    fault.root = false;
    diagnosis.faults.add(fault);
    const alarm = cause && alarmOf(context, fault);
    if (!alarm) continue;
    explain(alarm, cause);
    diagnosis.alarms.add(alarm);
  }
}
