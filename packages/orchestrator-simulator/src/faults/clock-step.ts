import { stepClock } from "../host-clock";
import { hostOf } from "../sim";
import type { FaultType } from "./fault-type";
import { everyRunningHost } from "./subject";

const AN_HOUR_MS = 3_600_000;

/** What the host holds it holds on, by its monotonic clock; it takes over nothing until it can be sure of that again. */
export const clockStep: FaultType = {
  kind: "clock-step",
  label: "Set a host's clock an hour ahead",
  clearLabel: "Set the clock right",
  subjects: everyRunningHost,
  inject: (sim, fault) => stepClock(sim, hostOf(sim, fault.subjectRef), AN_HOUR_MS),
  clear: (sim, fault) => stepClock(sim, hostOf(sim, fault.subjectRef), -AN_HOUR_MS),
};
