import { runClock } from "../host-clock";
import { hostOf } from "../sim";
import type { FaultType } from "./fault-type";
import { everyRunningHost } from "./subject";

/** More than any real one does, so that it can be watched. */
const GAIN_PER_MS = 0.02;
/** A time source never sets a clock back: it lets it go more slowly. */
const SLEW_PER_MS = -0.05;

/** It gains on all others. No lease is counted by it. */
export const clockSkew: FaultType = {
  kind: "clock-skew",
  label: "Take a host's time source away: its clock gains",
  clearLabel: "Give it its time source back",
  subjects: everyRunningHost,
  inject: (sim, fault) => runClock(sim, hostOf(sim, fault.subjectRef), GAIN_PER_MS),
  clear: (sim, fault) => runClock(sim, hostOf(sim, fault.subjectRef), SLEW_PER_MS),
};
