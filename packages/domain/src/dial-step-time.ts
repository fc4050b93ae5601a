import type { DialStep } from "./dial-step";
import type { ObservedVm } from "./observed";
import { carryingLinks, type PairFacts } from "./pair-facts";
import { FT_BLIP_P50_MS, GUEST_BOOT_MS, RECOVERY_CHECKPOINT_MS } from "./timing";

const MIB = 1024 * 1024;
/** Of a full copy on 10 GbE and on slower links (domain contract §8). */
const COPY_BYTES_PER_SECOND = { fast: 240e6, slow: 33e6 } as const;
const FAST_LINK_BYTES_PER_SECOND = 1_000_000_000;
/** What of a link is free may be filled with memory; what the guest writes meanwhile is copied once more. */
const APPLICATION_START_MS = 20_000;

/** How long one step of the dial is expected to take, ms: a prediction. A step that only sets something down takes a second (†). */
export function stepMs(name: DialStep["name"], vm: ObservedVm, facts: PairFacts): number {
  const bandwidth = Math.max(0, ...carryingLinks(facts).map((link) => link.bandwidthBytesPerSecond));
  const copyRate = bandwidth >= FAST_LINK_BYTES_PER_SECOND ? COPY_BYTES_PER_SECOND.fast : COPY_BYTES_PER_SECOND.slow;
  const seconds = (bytes: number, rate: number): number => (bytes / Math.max(1, rate)) * 1_000;
  switch (name) {
    case "full-sync":
    case "sync-third-leg":
      return seconds(vm.mirror.totalBytes || vm.diskMiB * MIB, copyRate);
    case "seed": {
      const wan = facts.links.filter(({ linkKind }) => linkKind === "wan");
      const rate = wan.reduce((sum, link) => sum + link.bandwidthBytesPerSecond, 0);
      return seconds(vm.mirror.totalBytes || vm.diskMiB * MIB, rate || COPY_BYTES_PER_SECOND.slow);
    }
    case "copy-memory": {
      const free = Math.max(copyRate, bandwidth * 0.7);
      return seconds(vm.memoryMiB * MIB, Math.max(copyRate / 4, free - vm.load.dirtyBytesPerSecond));
    }
    case "short-pause":
      return FT_BLIP_P50_MS;
    case "first-checkpoint":
      return RECOVERY_CHECKPOINT_MS;
    case "first-drill":
      return GUEST_BOOT_MS[vm.guest] + APPLICATION_START_MS;
    default:
      return 1_000;
  }
}
