import { loseLeg, replaceLeg, vmsOnDisk } from "../lost-leg";
import { reviewHardware } from "../power";
import { type Sim, touch } from "../sim";
import type { SimDisk } from "../world/host";
import { diskOf, everyDisk } from "./disk-subject";
import type { FaultType } from "./fault-type";

/** Ends with another, empty disk in its place. */
export const diskFailed: FaultType = {
  kind: "disk-failed",
  label: "Break a disk",
  clearLabel: "Replace the disk",
  subjects: everyDisk,
  inject: (sim, fault) => {
    const { host, disk } = diskOf(sim, fault.subjectRef);
    disk.failed = true;
    disk.faultTimesMs.push(sim.world.nowMs);
    forgive(sim, disk, fault.subjectRef);
    for (const vm of vmsOnDisk(sim, host, disk)) loseLeg(sim, host, vm, "disk-failed");
    touch(sim, "host", host.ref);
    reviewHardware(sim, host.pairRef);
  },
  clear: (sim, fault) => {
    const { host, disk } = diskOf(sim, fault.subjectRef);
    disk.failed = false;
    disk.faultTimesMs = [];
    forgive(sim, disk, fault.subjectRef);
    // What was still in use on one that is only taken out of service is taken along.
    for (const vm of vmsOnDisk(sim, host, disk)) if (vm.legs[host.side]?.failed) replaceLeg(sim, host, vm);
    touch(sim, "host", host.ref);
    reviewHardware(sim, host.pairRef);
  },
};

/** Whatever was wrong with it before is no matter any more. */
function forgive({ world }: Sim, disk: SimDisk, subjectRef: string): void {
  delete disk.slow;
  delete disk.retirement;
  const slow = Object.values(world.faults).find((one) => one.kind === "disk-slow" && one.subjectRef === subjectRef);
  if (slow) delete world.faults[slow.id];
}
