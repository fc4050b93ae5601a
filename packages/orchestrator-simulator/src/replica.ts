import { otherSide } from "@v-available/domain/state";
import { bytesOfMiB, legWorks, reviewMirrors } from "./mirror";
import { hashOf } from "./random-stream";
import { removeVm, type Sim, tell, touch } from "./sim";
import type { SimHost } from "./world/host";
import type { SimVm } from "./world/machine";

/** Copies of machines are spread over a host's disks by name, those that are made now over the disks that work. */
export function diskFor(host: SimHost, vmRef: string): string {
  const sound = host.disks.filter(({ failed }) => !failed);
  const disks = sound.length > 0 ? sound : host.disks;
  return disks[hashOf(vmRef) % disks.length]?.name ?? "disk-0";
}

/** Opens this host's copy for the partner's writes; an empty one is made where there is none. */
export function serveReplica(sim: Sim, host: SimHost, vmRef: string): void {
  const vm = sim.world.vms[vmRef];
  if (vm && vm.legs[host.side] === null)
    vm.legs[host.side] = {
      diskName: diskFor(host, vmRef),
      failed: false,
      missingBytes: bytesOfMiB(vm.diskMiB),
      written: 0,
    };
  if (!vm || !legWorks(sim, vm, host.side)) {
    tell(sim, host, { kind: "replica", vmRef, event: "stopped" });
    return;
  }
  if (!host.replicas.includes(vmRef)) host.replicas.push(vmRef);
  touch(sim, "vm", vmRef);
  tell(sim, host, { kind: "replica", vmRef, event: "serving" });
}

export function stopReplica(sim: Sim, host: SimHost, vmRef: string): void {
  host.replicas = host.replicas.filter((ref) => ref !== vmRef);
  reviewMirrors(sim, host.pairRef);
  touch(sim, "vm", vmRef);
  tell(sim, host, { kind: "replica", vmRef, event: "stopped" });
}

/** The machine is gone from this host. Once no copy is left anywhere it is gone from the world. */
export function deleteLeg(sim: Sim, host: SimHost, vmRef: string): void {
  const vm = sim.world.vms[vmRef];
  host.replicas = host.replicas.filter((ref) => ref !== vmRef);
  delete host.watchdog[vmRef];
  if (!vm) return;
  vm.legs[host.side] = null;
  vm.instances[host.side] = null;
  if (vm.legs[otherSide(host.side)] === null) forget(sim, vm);
  else touch(sim, "vm", vmRef);
}

function forget(sim: Sim, vm: SimVm): void {
  removeVm(sim, vm);
  sim.removed.push({ kind: "vm", ref: vm.ref });
}
