import type { Component, ObservedHost } from "./observed";

/** A disk answers within milliseconds; one that takes so long for one in a hundred slows everything that waits for it (†). */
export const SLOW_DISK_P99_MS = 1_000;

export const isSlowDisk = ({ kind, latencyP99Ms }: Component): boolean =>
  kind === "disk" && (latencyP99Ms ?? 0) > SLOW_DISK_P99_MS;

/** Below that a processor is not saving power, it is saving itself (†). */
export const THROTTLED_CLOCK_RATIO = 0.8;

export const isThrottledCpu = ({ kind, clockRatio }: Component): boolean =>
  kind === "cpu" && (clockRatio ?? 1) < THROTTLED_CLOCK_RATIO;

/** With less than that left a copy that is filled could take the space that running machines still need (†). */
export const FULL_STORAGE_RATIO = 0.98;

/** The most that is taken of any of its disks; null where it says of none. */
export function storageUsedRatio({ components }: Pick<ObservedHost, "components">): number | null {
  const ratios = components.flatMap(({ usedRatio }) => usedRatio ?? []);
  return ratios.length === 0 ? null : Math.max(...ratios);
}

export const isStorageFull = (host: Pick<ObservedHost, "components">): boolean =>
  (storageUsedRatio(host) ?? 0) >= FULL_STORAGE_RATIO;
