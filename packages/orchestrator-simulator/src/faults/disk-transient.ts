import { mtbfAnswer } from "@v-available/domain/mtbf";
import { beginRetirement } from "../disk-retirement";
import { mtbfRuleOf } from "../mtbf-rule";
import { KEPT_FAULTS } from "../part";
import { newRun, touch } from "../sim";
import type { SimFault } from "../world";
import { diskOf, everyForgivenDisk } from "./disk-subject";
import type { FaultType } from "./fault-type";

/** As long as a disk tries by itself before it gives up a sector, or finds another one for it. */
const RETRY_MS = 700;
const COUNTED_AFTER_MS = 1_000;

/** Tried again and counted. Too many too soon are as good as a failure, and its host does without the disk where it can. */
export const diskTransient: FaultType = {
  kind: "disk-transient",
  label: "Let a disk fail once",
  clearLabel: null,
  subjects: everyForgivenDisk,
  inject: (sim, fault) => {
    const { host, disk } = diskOf(sim, fault.subjectRef);
    const { nowMs, faults } = sim.world;
    disk.faultTimesMs = [...disk.faultTimesMs, nowMs].slice(-KEPT_FAULTS);
    disk.retryUntilMs = nowMs + RETRY_MS;
    touch(sim, "host", host.ref);
    // Each copy on it is judged for itself: the last good one stays.
    const rule = mtbfRuleOf(sim, host.pairRef);
    if (mtbfAnswer("disk", disk.faultTimesMs, { ...rule, lastWorking: false }) === "restart") return;
    const failed: SimFault = { ...fault, id: `fault-${newRun(sim)}`, kind: "disk-failed" };
    faults[failed.id] = failed;
    beginRetirement(sim, host, disk, "disk-failed", COUNTED_AFTER_MS);
  },
  clear: () => {},
};
