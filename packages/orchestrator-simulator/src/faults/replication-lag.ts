import { burden, unburden } from "../network";
import { reviewHardware } from "../power";
import { linkOf } from "../sim";
import type { FaultType } from "./fault-type";
import { wanDown } from "./wan-down";

/** Next to nothing of the line is left: a backup of somebody else's, and no limit to it. */
const TAKEN_RATIO = 0.9995;

/** What machines write comes to the recovery site later and later, and waits in the journal. */
export const replicationLag: FaultType = {
  kind: "replication-lag",
  label: "Fill the WAN to the recovery site with other traffic",
  clearLabel: "Take the other traffic away",
  subjects: wanDown.subjects,
  inject: (sim, fault) => {
    const link = linkOf(sim, fault.subjectRef);
    burden(sim, link, fault.id, { addedDelayMs: 0, lossRatio: 0, takenRatio: TAKEN_RATIO });
    reviewHardware(sim, link.pairRef);
  },
  clear: (sim, fault) => {
    const link = linkOf(sim, fault.subjectRef);
    unburden(sim, link, fault.id);
    reviewHardware(sim, link.pairRef);
  },
};
