import { vmOf } from "../sim";
import { spoilStandby } from "../standby-fault";
import type { FaultType } from "./fault-type";
import { everyMachineInLockstep } from "./subject";

/** Found at the next checkpoint: the standby is dropped and built anew, and given up after the third within a day. */
export const replicaDivergence: FaultType = {
  kind: "replica-divergence",
  label: "Flip a bit in a standby's memory",
  clearLabel: null,
  subjects: everyMachineInLockstep,
  inject: (sim, fault) => spoilStandby(sim, vmOf(sim, fault.subjectRef)),
  clear: () => {},
};
