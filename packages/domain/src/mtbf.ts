import type { MtbfPolicy } from "./policy";

/** Mean gaps under which a thing is latched out of service (†). */
export const MTBF_THRESHOLD_MS = {
  link: 600_000,
  agent: 600_000,
  vm: 3_600_000,
  disk: 3_600_000,
  host: 86_400_000,
} as const;
export type MtbfSubject = keyof typeof MTBF_THRESHOLD_MS;

const FAULTS_TO_LATCH = 3;

/** The mean gap between the faults; infinite where there are too few to tell. */
export function meanGapMs(faultTimesMs: readonly number[]): number {
  if (faultTimesMs.length < FAULTS_TO_LATCH) return Number.POSITIVE_INFINITY;
  return (Math.max(...faultTimesMs) - Math.min(...faultTimesMs)) / (faultTimesMs.length - 1);
}

/**
 * What the guard does at one more fault: "latch" stays until a person clears it. The last working part is never taken
 * out, only marked at risk.
 */
export function mtbfAnswer(
  subject: MtbfSubject,
  faultTimesMs: readonly number[],
  options: { policy: MtbfPolicy; lastWorking: boolean },
): "restart" | "latch" | "mark-at-risk" {
  const exceeded =
    options.policy === "never-restart" ||
    (options.policy === "use-threshold" && meanGapMs(faultTimesMs) < MTBF_THRESHOLD_MS[subject]);
  if (!exceeded) return "restart";
  return options.lastWorking ? "mark-at-risk" : "latch";
}
