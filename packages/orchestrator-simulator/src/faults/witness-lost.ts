import { restoreWitness } from "@v-available/pair-protocol/witness-step";
import { touch, witnessOf } from "../sim";
import { witnessViewRef } from "../witness-view";
import type { FaultType } from "./fault-type";
import { everyWitness } from "./subject";

/** One witness stands for many pairs: they all lose it together. */
export const witnessLost: FaultType = {
  kind: "witness-lost",
  label: "Stop a witness",
  clearLabel: "Start it again",
  subjects: everyWitness(({ name, pairs }) => ({
    label: `${name}, ${pairs.length} ${pairs.length === 1 ? "pair" : "pairs"}`,
    pairRef: null,
  })),
  inject: (sim, fault) => {
    const witness = witnessOf(sim, fault.subjectRef);
    witness.downBy.push(fault.id);
    for (const pairRef of witness.pairs) touch(sim, "witness", witnessViewRef(witness.ref, pairRef));
  },
  clear: (sim, fault) => {
    const witness = witnessOf(sim, fault.subjectRef);
    witness.downBy = witness.downBy.filter((id) => id !== fault.id);
    // It comes back from its disk and knows nothing of the leases it gave.
    if (witness.downBy.length > 0) return;
    for (const [pairRef, { durable }] of Object.entries(witness.protocolOf))
      witness.protocolOf[pairRef] = restoreWitness(durable, sim.world.nowMs);
  },
};
