import { cut, mend } from "../network";
import { reviewHardware } from "../power";
import { linkOf, pairOf } from "../sim";
import type { FaultType } from "./fault-type";
import { everyLink } from "./subject";

export const availabilityLink: FaultType = {
  kind: "availability-link",
  label: "Pull one availability cable",
  clearLabel: "Plug it in again",
  subjects: everyLink(({ kind, pairRef }, sim) => {
    if (kind !== "availability-a" && kind !== "availability-b") return null;
    const letter = kind === "availability-a" ? "A" : "B";
    return { label: `${pairOf(sim, pairRef).name}, availability link ${letter}`, pairRef };
  }),
  inject: (sim, fault) => {
    const link = linkOf(sim, fault.subjectRef);
    cut(sim, link, fault.id);
    reviewHardware(sim, link.pairRef);
  },
  clear: (sim, fault) => {
    const link = linkOf(sim, fault.subjectRef);
    mend(sim, link, fault.id);
    reviewHardware(sim, link.pairRef);
  },
};
