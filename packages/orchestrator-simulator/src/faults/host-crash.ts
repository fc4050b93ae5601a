import { givePower, losePower } from "../power";
import { hostOf } from "../sim";
import type { FaultType } from "./fault-type";
import { everyRunningHost } from "./subject";

/** Everything in its memory is gone at once, as without power; but nobody has to do anything for it to boot again. */
export const hostCrash: FaultType = {
  kind: "host-crash",
  label: "Crash a host",
  clearLabel: null,
  subjects: everyRunningHost,
  inject: (sim, fault) => {
    const host = hostOf(sim, fault.subjectRef);
    losePower(sim, host);
    givePower(sim, host);
  },
  clear: () => {},
};
