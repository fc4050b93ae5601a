import { pairOf, type Sim, touch, vmsOf } from "../sim";
import type { FaultSubjects, FaultType } from "./fault-type";

const everyPairWithJournal: FaultSubjects = {
  refs: (sim) => Object.values(sim.world.pairs).flatMap(({ ref, recovery }) => (recovery ? [ref] : [])),
  find(sim, ref) {
    const pair = sim.world.pairs[ref];
    return pair?.recovery ? { ref, label: `the journal of ${pair.name}`, pairRef: ref } : null;
  },
};

function take(sim: Sim, pairRef: string, takes: boolean): void {
  const pair = pairOf(sim, pairRef);
  if (takes) pair.journalTaken = true;
  else delete pair.journalTaken;
  for (const { ref, recovery } of vmsOf(sim, pairRef)) if (recovery) touch(sim, "vm", ref);
}

/** No point is kept any more on its way: all that has changed is sent as one, and the copy is older by as long as that takes. */
export const journalFull: FaultType = {
  kind: "journal-full",
  label: "Let something else take the journal's space",
  clearLabel: "Give the space back",
  subjects: everyPairWithJournal,
  inject: (sim, fault) => take(sim, fault.subjectRef, true),
  clear: (sim, fault) => take(sim, fault.subjectRef, false),
};
