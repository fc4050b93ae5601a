import { witnessOf } from "../sim";
import { startWitness, stopWitness } from "../witness-power";
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
  inject: (sim, fault) => stopWitness(sim, witnessOf(sim, fault.subjectRef), fault.id),
  clear: (sim, fault) => startWitness(sim, witnessOf(sim, fault.subjectRef), fault.id),
};
