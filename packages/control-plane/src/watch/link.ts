import { availabilityLinks, HOST_STANDING, LINK_CARRIES, type PairFacts } from "@v-available/domain/pair-facts";
import { SIDES } from "@v-available/domain/state";
import { beginCondition, endCondition } from "./condition";
import type { DiagnosisContext } from "./diagnosis";
import { type Memory, subjectKey } from "./memory";
import { subjectOf } from "./subject";

const KIND = "availability-link";
/** Where a host dies its links go with it, one a moment before the other: only what stays so is a cable. */
const STAYS_MS = 3_000;

/** One of a pair's two availability links is down for itself: both hosts serve, and the other link carries all. */
export function diagnoseLinks(context: DiagnosisContext, factsOf: (pairRef: string) => PairFacts | null): void {
  const { memory, writer } = context;
  for (const pairRef of pairsInQuestion(memory)) {
    const facts = factsOf(pairRef);
    if (!facts) continue;
    const links = availabilityLinks(facts);
    const carriedWithout = (ref: string) => links.some((link) => link.ref !== ref && LINK_CARRIES[link.state]);
    const serve = SIDES.every((side) => HOST_STANDING[facts.hosts[side]?.state ?? "Unknown"] === "serves");
    for (const link of links) {
      const subject = subjectOf(memory.fleet, { subject: { kind: "link", ref: link.ref }, pairRef: link.pairRef });
      const fault = memory.faults.get(subjectKey(KIND, subject));
      if (fault) {
        if (LINK_CARRIES[link.state])
          endCondition(context, fault, { type: "link.up", sentence: `${subject.name} carries again.` });
      } else if (link.state === "Down" && writer.nowMs - link.sinceMs >= STAYS_MS && serve && carriedWithout(link.ref))
        beginCondition(context, {
          type: "link.down",
          kind: KIND,
          subject,
          pairRef: link.pairRef,
          sentence: `${subject.name} is down; the other link carries all.`,
        });
    }
  }
}

/** Where a link does not carry, or has not carried: elsewhere nothing of the kind can begin or end. */
function pairsInQuestion({ fleet, faults }: Memory): Set<string> {
  const pairRefs = new Set<string>();
  for (const link of fleet.silentLinks()) pairRefs.add(link.pairRef);
  for (const { kind, subjectRef } of faults.values()) {
    const link = kind === KIND ? fleet.get("link", subjectRef) : undefined;
    if (link) pairRefs.add(link.observed.pairRef);
  }
  return pairRefs;
}
