import type { Component } from "./observed";

/** A disk answers within milliseconds; one that takes so long for one in a hundred slows everything that waits for it (†). */
export const SLOW_DISK_P99_MS = 1_000;

export const isSlowDisk = ({ kind, latencyP99Ms }: Component): boolean =>
  kind === "disk" && (latencyP99Ms ?? 0) > SLOW_DISK_P99_MS;
