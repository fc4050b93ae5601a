import { hostOf, pairOf, witnessOf } from "../sim";
import type { FaultType } from "./fault-type";
import { everyHost } from "./subject";

export const witnessPath: FaultType = {
  kind: "witness-path",
  label: "Cut one host from its witness",
  clearLabel: "Join it again",
  subjects: everyHost,
  inject: (sim, fault) => {
    const host = hostOf(sim, fault.subjectRef);
    const witness = witnessOf(sim, pairOf(sim, host.pairRef).witnessRef);
    witness.pathCutBy[host.ref] = [...(witness.pathCutBy[host.ref] ?? []), fault.id];
  },
  clear: (sim, fault) => {
    const host = hostOf(sim, fault.subjectRef);
    const witness = witnessOf(sim, pairOf(sim, host.pairRef).witnessRef);
    witness.pathCutBy[host.ref] = (witness.pathCutBy[host.ref] ?? []).filter((id) => id !== fault.id);
  },
};
