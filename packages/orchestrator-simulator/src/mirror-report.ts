import { hostAt, type Sim, tell, vmOf } from "./sim";
import type { EventOf } from "./world-event";

/** What the active side's host learns of its mirror. */
export function mirrorLossNoticed(sim: Sim, { vmRef, run }: EventOf<"mirror-loss-noticed">): void {
  const vm = sim.world.vms[vmRef];
  if (vm?.mirror?.run !== run || vm.mirror.state !== "broken") return;
  tell(sim, hostAt(sim, vm.pairRef, vm.mirror.source), { kind: "mirror", vmRef, event: "lost" });
}

export function mirrorAttached(sim: Sim, { vmRef, run }: EventOf<"mirror-attached">): void {
  const vm = sim.world.vms[vmRef];
  if (vm?.mirror?.run !== run || vm.mirror.state !== "established") return;
  tell(sim, hostAt(sim, vm.pairRef, vm.mirror.source), { kind: "mirror", vmRef, event: "established" });
}

export function resyncCompleted(sim: Sim, vmRef: string): void {
  const { mirror, pairRef } = vmOf(sim, vmRef);
  if (mirror) tell(sim, hostAt(sim, pairRef, mirror.source), { kind: "mirror", vmRef, event: "established" });
}
