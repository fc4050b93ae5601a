import type { LegFault } from "@v-available/pair-protocol/input";
import { activeInstance, endProcess, sayStopped } from "./machine-process";
import { bytesOfMiB } from "./mirror";
import { endQuestion } from "./question";
import { type Sim, tell, touch, vmsOf } from "./sim";
import { isDetached } from "./used-leg";
import type { SimDisk, SimHost } from "./world/host";
import type { SimVm } from "./world/machine";

export const vmsOnDisk = (sim: Sim, host: SimHost, { name }: SimDisk): SimVm[] =>
  vmsOf(sim, host.pairRef).filter((vm) => vm.legs[host.side]?.diskName === name);

/** This host's copy of the machine is used no more. To be followed by a review of the hardware. */
export function loseLeg(sim: Sim, host: SimHost, vm: SimVm, fault: LegFault): void {
  const leg = vm.legs[host.side];
  if (!leg) return;
  leg.failed = true;
  leg.lostBy = fault;
  touch(sim, "vm", vm.ref);
  tell(sim, host, { kind: "leg", vmRef: vm.ref, event: "failed", fault });
}

/** An empty one takes its place, to be filled anew. */
export function replaceLeg(sim: Sim, host: SimHost, vm: SimVm): void {
  const leg = vm.legs[host.side];
  if (!leg) return;
  vm.legs[host.side] = {
    diskName: leg.diskName,
    failed: false,
    missingBytes: bytesOfMiB(vm.diskMiB),
    written: 0,
    ...(host.agentUp ? {} : { replacedUntold: true }),
  };
  endQuestion(vm, host.side);
  touch(sim, "vm", vm.ref);
  tell(sim, host, { kind: "leg", vmRef: vm.ref, event: "replaced" });
  // What still ran on the old one holds on to that; it is gone with it.
  if (isDetached(vm, host.side)) return;
  if (activeInstance(vm, host.side) && endProcess(sim, vm, host.side)) sayStopped(sim, host, vm.ref, false);
}
