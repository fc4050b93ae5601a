import { cut, mend } from "../network";
import { reviewHardware } from "../power";
import { linkOf, pairOf } from "../sim";
import type { FaultType } from "./fault-type";
import { everyLink } from "./subject";

/** No machine notices: what it writes waits in the journal. */
export const wanDown: FaultType = {
  kind: "wan-down",
  label: "Cut the WAN to the recovery site",
  clearLabel: "Join the WAN again",
  subjects: everyLink(({ kind, pairRef }, sim) =>
    kind === "wan" ? { label: `${pairOf(sim, pairRef).name}, WAN`, pairRef } : null,
  ),
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
