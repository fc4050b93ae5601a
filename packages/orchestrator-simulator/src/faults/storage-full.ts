import { shareResyncRate } from "../mirror";
import { hostOf, touch } from "../sim";
import type { FaultType } from "./fault-type";
import { everyHost } from "./subject";

/** What has its space goes on; what is filled anew waits for some. */
export const storageFull: FaultType = {
  kind: "storage-full",
  label: "Fill the storage of a host",
  clearLabel: "Free space",
  subjects: everyHost,
  inject: (sim, fault) => {
    const host = hostOf(sim, fault.subjectRef);
    host.storageFull = true;
    shareResyncRate(sim, host.pairRef);
    touch(sim, "host", host.ref);
  },
  clear: (sim, fault) => {
    const host = hostOf(sim, fault.subjectRef);
    delete host.storageFull;
    shareResyncRate(sim, host.pairRef);
    touch(sim, "host", host.ref);
  },
};
