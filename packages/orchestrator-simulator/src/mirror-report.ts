import { releaseHeldWrite } from "./client";
import { hostAt, type Sim, tell, touch, vmOf } from "./sim";
import type { EventOf } from "./world-event";

/** What the active side's host learns of its mirror. */
export function mirrorLossNoticed(sim: Sim, { vmRef, run }: EventOf<"mirror-loss-noticed">): void {
  const vm = sim.world.vms[vmRef];
  if (vm?.mirror?.run !== run || vm.mirror.state !== "broken") return;
  // A copy that was not complete is counted on by nobody: the machine waits for it no longer than it takes to notice.
  const instance = vm.instances[vm.mirror.source];
  if (vm.mirror.remainingBytes > 0 && instance?.held && vm.lockstep === null) {
    instance.held = false;
    touch(sim, "vm", vm.ref);
    releaseHeldWrite(sim, vm.ref);
  }
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
