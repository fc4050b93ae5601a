import { cut, linkOfKind, mend } from "../network";
import { reviewHardware } from "../power";
import type { FaultType } from "./fault-type";
import { everyPair } from "./subject";

const KINDS = ["availability-a", "availability-b"] as const;

export const availabilityLinks: FaultType = {
  kind: "availability-links",
  label: "Pull both availability cables",
  clearLabel: "Plug both in again",
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
