import { keepOff, letStart } from "../power";
import { hostOf } from "../sim";
import type { FaultType } from "./fault-type";
import { everyHost } from "./subject";

export const hostPowerLoss: FaultType = {
  kind: "host-power-loss",
  label: "Cut the power of a host",
  clearLabel: "Give power back",
  subjects: everyHost,
  inject: (sim, fault) => keepOff(sim, hostOf(sim, fault.subjectRef), fault.id),
  clear: (sim, fault) => letStart(sim, hostOf(sim, fault.subjectRef), fault.id),
};
