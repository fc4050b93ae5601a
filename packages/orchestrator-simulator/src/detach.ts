import { resumeClient } from "./client";
import { type Sim, touch, vmOf } from "./sim";
import { isDetached } from "./used-leg";
import type { SimHost } from "./world/host";

/** The machine goes on through the partner's copy, from memory; what waited since its own one broke goes out. */
export function detachLeg(sim: Sim, host: SimHost, vmRef: string): void {
  const vm = vmOf(sim, vmRef);
  // A way that broke meanwhile is told of by itself.
  if (vm.mirror?.source !== host.side || vm.mirror.state !== "established" || isDetached(vm, host.side)) return;
  vm.mirror.detached = true;
  touch(sim, "vm", vmRef);
  resumeClient(sim, vm, "connection");
}
