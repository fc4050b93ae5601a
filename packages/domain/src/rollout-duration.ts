import { dialSteps } from "./dial-step";
import { stepMs } from "./dial-step-time";
import type { Protection } from "./level";
import type { ObservedVm } from "./observed";
import type { PairFacts } from "./pair-facts";
import { ROLLOUT_LIMITS } from "./rollout";

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
