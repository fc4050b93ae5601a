import { otherSide, type Side } from "@v-available/domain/state";
import { hostAt, randomOf, type Sim } from "./sim";
import { isDetached } from "./used-leg";
import type { SimVm } from "./world/machine";

/** Of a slow disk every second answer comes within a third of a second, one in a hundred takes 4 s or more. */
const SLOW_LEAST_MS = 40;
const SLOW_SPAN_MS = 4_120;
export const SLOW_P99_MS = 4_000;

/** How much longer than usual this copy takes now. Draws only where its disk is slow at all. */
function diskWaitMs(sim: Sim, vm: SimVm, side: Side): number {
  const host = hostAt(sim, vm.pairRef, side);
  const disk = host.disks.find(({ name }) => name === vm.legs[side]?.diskName);
  const retryMs = Math.max(0, (disk?.retryUntilMs ?? 0) - sim.world.nowMs);
  if (!disk?.slow) return retryMs;
  const draw = randomOf(sim, `${host.ref}/${disk.name} answers`);
  const squared = draw * draw;
  return Math.max(retryMs, SLOW_LEAST_MS + SLOW_SPAN_MS * squared * squared);
}

export const readWaitMs = (sim: Sim, vm: SimVm, side: Side): number =>
  diskWaitMs(sim, vm, isDetached(vm, side) ? otherSide(side) : side);

/** A write is done when every copy that is asked to have it does. */
export function writeWaitMs(sim: Sim, vm: SimVm, side: Side): number {
  const mirrored = vm.mirror !== null && vm.mirror.state !== "broken";
  const ownMs = isDetached(vm, side) ? 0 : diskWaitMs(sim, vm, side);
  return mirrored ? Math.max(ownMs, diskWaitMs(sim, vm, otherSide(side))) : ownMs;
}
