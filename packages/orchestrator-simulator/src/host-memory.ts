import { hostAt, type Sim, vmsOf } from "./sim";
import type { SimHost } from "./world/host";
import type { SimVm } from "./world/machine";

/** What machines may have of it. */
export const memoryForMachinesMiB = ({ memoryMiB, takenMemoryMiB = 0 }: SimHost): number => memoryMiB - takenMemoryMiB;

export const usedMemoryMiB = (sim: Sim, host: SimHost): number =>
  vmsOf(sim, host.pairRef).reduce((sum, vm) => sum + (vm.instances[host.side] ? vm.memoryMiB : 0), 0);

/** Why there is no memory for one more process of this machine; null where there is. */
export function lackOfMemory(sim: Sim, vm: SimVm, side: SimHost["side"]): string | null {
  const host = hostAt(sim, vm.pairRef, side);
  const freeMiB = memoryForMachinesMiB(host) - usedMemoryMiB(sim, host) + (vm.instances[side] ? vm.memoryMiB : 0);
  return vm.memoryMiB > freeMiB
    ? `${host.ref} has ${freeMiB} MiB of memory left, and it needs ${vm.memoryMiB} MiB`
    : null;
}
