import { otherSide, type Side } from "@v-available/domain/state";
import { hostAt, type Sim } from "./sim";
import type { SimHost } from "./world/host";
import type { SimVm } from "./world/machine";

/** The one that a change of microcode hides. */
export const HIDEABLE = "avx512f";
const FEATURES = ["aes", "avx2", HIDEABLE] as const;

export const cpuFeaturesOf = ({ hidesCpuFeature }: Pick<SimHost, "hidesCpuFeature">): string[] =>
  FEATURES.filter((name) => name !== HIDEABLE || hidesCpuFeature !== true);

/** What a guest that runs on this side uses and would not find on the other. */
export function lacksForLockstep(sim: Sim, vm: SimVm, side: Side): string | null {
  const other = hostAt(sim, vm.pairRef, otherSide(side));
  const lacking = cpuFeaturesOf(hostAt(sim, vm.pairRef, side)).filter((name) => !cpuFeaturesOf(other).includes(name));
  return lacking.length > 0 ? `the processors of ${other.ref} lack ${lacking.join(" and ")}` : null;
}
