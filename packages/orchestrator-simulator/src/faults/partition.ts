import { cut, linkOfKind, mend } from "../network";
import { reviewHardware } from "../power";
import type { FaultType } from "./fault-type";
import { everyPair } from "./subject";

const KINDS = ["availability-a", "availability-b", "management"] as const;

/** The hosts can't hear each other at all; both still see the witness and are seen by the console. */
export const partition: FaultType = {
  kind: "partition",
  label: "Cut the hosts of a pair from each other",
  clearLabel: "Join them again",
  subjects: everyPair,
  inject: (sim, fault) => {
    for (const kind of KINDS) cut(sim, linkOfKind(sim, fault.subjectRef, kind), fault.id);
    reviewHardware(sim, fault.subjectRef);
  },
  clear: (sim, fault) => {
    for (const kind of KINDS) mend(sim, linkOfKind(sim, fault.subjectRef, kind), fault.id);
    reviewHardware(sim, fault.subjectRef);
  },
};
