import { cut, mend } from "../network";
import { reviewHardware } from "../power";
import { linkOf, pairOf } from "../sim";
import type { FaultType } from "./fault-type";

export const availabilityLink: FaultType = {
  kind: "availability-link",
  label: "Pull one availability cable",
  clearLabel: "Plug it in again",
  subjects: (sim) =>
    Object.values(sim.world.links)
      .filter((link) => link.kind === "availability-a" || link.kind === "availability-b")
      .map(({ ref, kind, pairRef }) => ({
        ref,
        label: `${pairOf(sim, pairRef).name}, availability link ${kind === "availability-a" ? "A" : "B"}`,
        pairRef,
      })),
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
