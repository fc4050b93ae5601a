import { beginEvacuation } from "../evacuation";
import { setThrottled } from "../throttle";
import type { FaultType } from "./fault-type";
import { everyWorkingPart, partOf } from "./part-subject";

/** Slow until it is cool again: machines that may move go to the partner, where they are fast. */
export const cpuThermalThrottle: FaultType = {
  kind: "cpu-thermal-throttle",
  label: "Let a processor get too hot",
  clearLabel: "Let it cool down",
  subjects: everyWorkingPart("cpu"),
  inject: (sim, fault) => {
    const { host, name } = partOf(sim, fault);
    setThrottled(sim, host, name, true);
    beginEvacuation(sim, host);
  },
  clear: (sim, fault) => {
    const { host, name } = partOf(sim, fault);
    setThrottled(sim, host, name, false);
  },
};
