import { type DialStep, dialSteps } from "./dial-step";
import type { Protection } from "./level";
import type { ObservedVm } from "./observed";
import { carryingLinks, type PairFacts } from "./pair-facts";
import { ROLLOUT_LIMITS } from "./rollout";
import { FT_BLIP_P50_MS, GUEST_BOOT_MS, RECOVERY_CHECKPOINT_MS } from "./timing";

const MIB = 1024 * 1024;
/** Of a full copy on 10 GbE and on slower links (domain contract §8). */
const COPY_BYTES_PER_SECOND = { fast: 240e6, slow: 33e6 } as const;
const FAST_LINK_BYTES_PER_SECOND = 1_000_000_000;
/** What of a link is free may be filled with memory; what the guest writes meanwhile is copied once more. */
const APPLICATION_START_MS = 20_000;

/** What one step of the dial is expected to take; a step that only sets something down takes a second (†). */
function stepMs(name: DialStep["name"], vm: ObservedVm, facts: PairFacts): number {
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

/** How long a machine is expected to be under way from one composition to another, ms. A prediction, never a promise. */
export function changeDurationMs(vm: ObservedVm, facts: PairFacts, stations: readonly Protection[]): number {
  let from = vm.declared;
  let sum = 0;
  for (const to of stations) {
    for (const { name } of dialSteps(from, to, false)) sum += stepMs(name, vm, facts);
    from = to;
  }
  return Math.round(sum);
}

export interface ScheduledStep {
  readonly wave: number;
  readonly pairId: string;
  /** What is left of it, ms. */
  readonly durationMs: number;
}

/**
 * How long all of them are expected to take, ms, a few at a time for each pair and wave after wave: what is begun when
 * somebody is done. What waits for a fault to be over is not foreseen.
 */
export function rolloutDurationMs(steps: readonly ScheduledStep[], limits: RolloutLimits = ROLLOUT_LIMITS): number {
  let beganMs = 0;
  for (const wave of [...new Set(steps.map((step) => step.wave))].sort((one, other) => one - other)) {
    const lanes = new Map<string, number[]>();
    const all = new Array<number>(limits.atOnce).fill(beganMs);
    let endMs = beganMs;
    for (const step of steps.filter((one) => one.wave === wave)) {
      const ofPair = lanes.get(step.pairId) ?? new Array<number>(limits.atOncePerPair).fill(beganMs);
      lanes.set(step.pairId, ofPair);
      const at = firstFree(ofPair);
      const atAll = firstFree(all);
      const doneMs = Math.max(ofPair[at] ?? 0, all[atAll] ?? 0) + step.durationMs;
      ofPair[at] = doneMs;
      all[atAll] = doneMs;
      endMs = Math.max(endMs, doneMs);
    }
    beganMs = endMs;
  }
  return beganMs;
}

export type RolloutLimits =
  Pick<typeof ROLLOUT_LIMITS, "atOnce" | "atOncePerPair"> extends infer Known
    ? { readonly [Name in keyof Known]: number }
    : never;

const firstFree = (lanes: readonly number[]): number => lanes.indexOf(Math.min(...lanes));
