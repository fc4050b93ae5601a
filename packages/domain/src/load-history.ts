import type { ObservedVm } from "./observed";

/** What of a machine's load is kept. */
export const MEASURES = ["cpu", "memory", "disk", "sent", "standbyLag", "copyLag"] as const;
export type Measure = (typeof MEASURES)[number];
/** Null where it was not measured, or there is nothing to measure. */
export type Reading = Readonly<Record<Measure, number | null>>;

/** Of what stands for a longer time: the average of what was read in it, or the worst. */
export const KEPT_AS: Readonly<Record<Measure, "average" | "worst">> = {
  cpu: "average",
  memory: "average",
  disk: "average",
  sent: "average",
  standbyLag: "worst",
  copyLag: "worst",
};

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** How far back one looks, and how finely: each step is a whole number of those before it (†). */
export const RANGES = {
  "15m": { stepMs: 15 * SECOND_MS, points: 60, word: "15 minutes", step: "15 s" },
  "1h": { stepMs: MINUTE_MS, points: 60, word: "1 hour", step: "1 min" },
  "24h": { stepMs: 15 * MINUTE_MS, points: 96, word: "24 hours", step: "15 min" },
  "7d": { stepMs: 2 * HOUR_MS, points: 84, word: "7 days", step: "2 h" },
  "90d": { stepMs: 12 * HOUR_MS, points: 180, word: "90 days", step: "12 h" },
} as const;
export type Range = keyof typeof RANGES;
export const RANGE_NAMES = Object.keys(RANGES) as Range[];
/** From the finest on. */
export const STEPS_MS: readonly number[] = Object.values(RANGES).map(({ stepMs }) => stepMs);

export const beginOf = (atMs: number, stepMs: number): number => Math.floor(atMs / stepMs) * stepMs;

const NOTHING: Reading = { cpu: null, memory: null, disk: null, sent: null, standbyLag: null, copyLag: null };

/** What a machine does now, as it is kept; nothing of one that is somewhere else. */
export function readingOf(vm: ObservedVm): Reading {
  if (vm.recoveryCopy?.live) return { ...NOTHING, copyLag: vm.recoveryCopy.lagMs };
  const { load, declared, mirror, standbySynchronized } = vm;
  const mirrored = declared.mirror === "sync" && mirror.replication === "Established";
  return {
    cpu: load.cpuRatio,
    memory: load.dirtyBytesPerSecond,
    disk: load.writeBytesPerSecond,
    sent:
      (mirrored ? load.writeBytesPerSecond : 0) +
      (standbySynchronized ? load.dirtyBytesPerSecond : 0) +
      mirror.resyncBytesPerSecond,
    standbyLag: vm.standbyLagMs,
    copyLag: vm.recoveryCopy?.lagMs ?? null,
  };
}

/** One reading in place of several; what was not measured counts for nothing, and all of it unmeasured stays so. */
export function summed(readings: readonly Reading[]): Reading {
  const sum = (measure: Measure): number | null => {
    let count = 0;
    let total = 0;
    let worst = 0;
    for (const { [measure]: value } of readings) {
      if (value === null) continue;
      count += 1;
      total += value;
      worst = Math.max(worst, value);
    }
    if (count === 0) return null;
    return KEPT_AS[measure] === "worst" ? worst : total / count;
  };
  return Object.fromEntries(MEASURES.map((measure) => [measure, sum(measure)])) as Record<Measure, number | null>;
}
