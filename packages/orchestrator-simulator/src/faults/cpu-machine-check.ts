import { breakPart, countFault, failedLately, replacePart } from "../part";
import { givePower, keepOff, letStart, losePower } from "../power";
import type { FaultType } from "./fault-type";
import { everyWorkingPart, partOf } from "./part-subject";

/** The host goes down at once and boots again by itself, once: at the second time it stays off until somebody has looked. */
export const cpuMachineCheck: FaultType = {
  kind: "cpu-machine-check",
  label: "Let a processor fail its own check",
  clearLabel: "Replace the processor",
  subjects: everyWorkingPart("cpu"),
  inject: (sim, fault) => {
    const { host, name } = partOf(sim, fault);
    if (failedLately(sim, host, name)) {
      breakPart(sim, host, name);
      keepOff(sim, host, fault.id);
      return;
    }
    countFault(sim, host, name);
    losePower(sim, host);
    givePower(sim, host);
    delete sim.world.faults[fault.id];
  },
  clear: (sim, fault) => {
    const { host, name } = partOf(sim, fault);
    replacePart(sim, host, name);
    letStart(sim, host, fault.id);
  },
};
