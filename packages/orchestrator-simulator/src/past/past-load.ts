import { type Reading, readingOf } from "@v-available/domain/load-history";
import type { ObservedVm } from "@v-available/domain/observed";
import { NOISE, SWING, waveOf } from "../figure";
import { hashOf } from "../random-stream";
import type { Sim } from "../sim";
import type { SimVm } from "../world/machine";

/** Within a longer stretch: enough to follow a load that swings in minutes. */
const LOOKS = 8;

/**
 * The load that a machine had, by the same swing that it has while it is watched. Of the chance in it only the seed is
 * left, so each stretch has a chance of its own: the same question always has the same answer. What copies lagged behind
 * is not known.
 */
export function pastLoadOf(
  { world }: Sim,
  vm: SimVm,
  observed: ObservedVm,
  { fromMs, stepMs }: { readonly fromMs: number; readonly stepMs: number },
): Reading | null {
  const beganMs = fromMs - world.wallOffsetMs;
  if (beganMs < 0) return null;
  let factor = 1;
  for (let look = 0; look < LOOKS; look += 1)
    factor += (SWING * waveOf(vm, beganMs + ((look + 0.5) * stepMs) / LOOKS)) / LOOKS;
  const chance = hashOf(`${world.seed}/past load/${vm.ref}/${stepMs}/${fromMs}`) / 2 ** 32;
  factor += (NOISE * (chance - 0.5)) / Math.sqrt(LOOKS);
  const load = {
    ...observed.load,
    cpuRatio: Math.min(1, vm.load.cpuRatio * factor),
    dirtyBytesPerSecond: vm.load.dirtyBytesPerSecond * factor,
    writeBytesPerSecond: vm.load.writeBytesPerSecond * factor,
  };
  return { ...readingOf({ ...observed, load }), standbyLag: null, copyLag: null };
}
