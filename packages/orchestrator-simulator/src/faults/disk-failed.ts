import { activeInstance, endProcess, sayStopped } from "../machine-process";
import { bytesOfMiB } from "../mirror";
import { reviewHardware } from "../power";
import { hostOf, type Sim, tell, touch, vmsOf } from "../sim";
import { isDetached } from "../used-leg";
import type { SimDisk, SimFault, SimHost, SimVm } from "../world";
import type { FaultType } from "./fault-type";
import { everyOfHosts } from "./subject";

function subjectOf(sim: Sim, fault: SimFault): { host: SimHost; disk: SimDisk; vms: SimVm[] } {
  const [hostRef = "", diskName = ""] = fault.subjectRef.split("/");
  const host = hostOf(sim, hostRef);
  const disk = host.disks.find((one) => one.name === diskName);
  if (!disk) throw new Error(`${host.name} has no ${diskName}`);
  const vms = vmsOf(sim, host.pairRef).filter((vm) => vm.legs[host.side]?.diskName === diskName);
  return { host, disk, vms };
}

/** Ends with another, empty disk in its place. */
export const diskFailed: FaultType = {
  kind: "disk-failed",
  label: "Break a disk",
  clearLabel: "Replace the disk",
  subjects: everyOfHosts(
    ({ disks }) => disks.map(({ name }) => name),
    ({ name }, disk) => `${name}, ${disk}`,
  ),
  inject: (sim, fault) => {
    const { host, disk, vms } = subjectOf(sim, fault);
    disk.failed = true;
    disk.faultTimesMs.push(sim.world.nowMs);
    for (const vm of vms) {
      const leg = vm.legs[host.side];
      if (leg) leg.failed = true;
      touch(sim, "vm", vm.ref);
      tell(sim, host, { kind: "leg", vmRef: vm.ref, event: "failed" });
    }
    touch(sim, "host", host.ref);
    reviewHardware(sim, host.pairRef);
  },
  clear: (sim, fault) => {
    const { host, disk, vms } = subjectOf(sim, fault);
    disk.failed = false;
    for (const vm of vms) {
      vm.legs[host.side] = {
        diskName: disk.name,
        failed: false,
        missingBytes: bytesOfMiB(vm.diskMiB),
        written: 0,
        ...(host.agentUp ? {} : { replacedUntold: true }),
      };
      touch(sim, "vm", vm.ref);
      tell(sim, host, { kind: "leg", vmRef: vm.ref, event: "replaced" });
      // What still ran on the broken disk holds on to that one; it is gone with it.
      if (isDetached(vm, host.side)) continue;
      if (activeInstance(vm, host.side) && endProcess(sim, vm, host.side)) sayStopped(sim, host, vm.ref, false);
    }
    touch(sim, "host", host.ref);
    reviewHardware(sim, host.pairRef);
  },
};
