import { beginRetirement } from "../disk-retirement";
import { replaceLeg, vmsOnDisk } from "../lost-leg";
import { reviewHardware } from "../power";
import { touch } from "../sim";
import { diskOf, everyWorkingDisk } from "./disk-subject";
import type { FaultType } from "./fault-type";

/** It answers, and so does its host: only who waits for it sees that it takes seconds. */
export const diskSlow: FaultType = {
  kind: "disk-slow",
  label: "Let a disk take seconds to answer",
  clearLabel: "Let it be fast again",
  subjects: everyWorkingDisk,
  inject: (sim, fault) => {
    const { host, disk } = diskOf(sim, fault.subjectRef);
    disk.slow = true;
    if (!disk.retirement) beginRetirement(sim, host, disk, "disk-slow", sim.world.settings.slowDiskMs);
    touch(sim, "host", host.ref);
  },
  clear: (sim, fault) => {
    const { host, disk } = diskOf(sim, fault.subjectRef);
    delete disk.slow;
    if (disk.retirement?.fault === "disk-slow") delete disk.retirement;
    // What was given up has missed writes since.
    for (const vm of vmsOnDisk(sim, host, disk))
      if (vm.legs[host.side]?.lostBy === "disk-slow") replaceLeg(sim, host, vm);
    touch(sim, "host", host.ref);
    reviewHardware(sim, host.pairRef);
  },
};
