import { vmOf } from "../sim";
import { easeStandby, slowStandby } from "../standby-fault";
import type { FaultType } from "./fault-type";
import { everyMachineWithStandby } from "./subject";

/** Clients wait for the standby, longer and longer, until it is dropped; the next one falls behind as well. */
export const standbyLag: FaultType = {
  kind: "standby-lag",
  label: "Let a machine's standby fall behind",
  clearLabel: "Let it keep up again",
  subjects: everyMachineWithStandby,
  inject: (sim, fault) => slowStandby(sim, vmOf(sim, fault.subjectRef)),
  clear: (sim, fault) => {
    const vm = sim.world.vms[fault.subjectRef];
    if (vm) easeStandby(sim, vm);
  },
};
