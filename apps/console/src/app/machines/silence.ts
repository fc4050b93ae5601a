"use client";
import type { PairsHeard } from "@v-available/domain/pairs-heard";
import { STALE_AFTER_MS } from "@v-available/domain/timing";
import { useNowMs, usePairsHeard } from "../../client/connection";

/**
 * Which pairs have fallen silent, as one text that changes with them. A silence is no change that the stream could tell of:
 * an answer of before it says states that may be believed no more.
 */
export function silenceOf({ mostAtMs, othersAtMs }: PairsHeard, nowMs: number): string {
  const isSilent = (atMs: number): boolean => nowMs - atMs > STALE_AFTER_MS;
  const most = isSilent(mostAtMs);
  const others = Object.keys(othersAtMs).filter((pairId) => isSilent(othersAtMs[pairId] ?? 0) !== most);
  return [most ? "silent" : "heard", ...others.sort()].join(" ");
}

export function useSilence(): string {
  const heard = usePairsHeard();
  const nowMs = useNowMs();
  return silenceOf(heard, nowMs);
}

/** When any pair was heard last, as the stream has it; null before its first word. */
export function lastHeardOf({ mostAtMs, othersAtMs }: PairsHeard): number | null {
  if (mostAtMs === 0) return null;
  return Math.max(mostAtMs, ...Object.values(othersAtMs));
}
