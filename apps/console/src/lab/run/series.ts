/** What became of the requests of one lane, in slices of time: what a strip draws. */
export interface Series {
  readonly beginsAtMs: number;
  readonly sliceMs: number;
  /** By slice: the longest time that an answer took, 0 where none came; and how many were never answered. */
  readonly tookMs: Float64Array;
  readonly failed: Float64Array;
  /** Single requests around zero, for the look through a lens. */
  readonly near: { readonly sentAtMs: number; readonly tookMs: number | null }[];
  /** The longest time without an answer so far, and when it was. */
  silence: { readonly fromMs: number; readonly toMs: number };
  lastAnswerAtMs: number;
}

export const LENS_MS = { from: -500, to: 2_500 } as const;

export const newSeries = (beginsAtMs: number, untilMs: number, sliceMs: number): Series => {
  const slices = Math.ceil((untilMs - beginsAtMs) / sliceMs) + 1;
  return {
    beginsAtMs,
    sliceMs,
    tookMs: new Float64Array(slices),
    failed: new Float64Array(slices),
    near: [],
    silence: { fromMs: beginsAtMs, toMs: beginsAtMs },
    lastAnswerAtMs: beginsAtMs,
  };
};

/** @param tookMs null where it was never answered */
export function addEnd(series: Series, sentAtMs: number, endedAtMs: number, tookMs: number | null): void {
  if (sentAtMs < series.beginsAtMs) return;
  const slice = Math.min(series.tookMs.length - 1, Math.floor((sentAtMs - series.beginsAtMs) / series.sliceMs));
  if (tookMs === null) series.failed[slice] = (series.failed[slice] ?? 0) + 1;
  else {
    series.tookMs[slice] = Math.max(series.tookMs[slice] ?? 0, tookMs);
    if (endedAtMs - series.lastAnswerAtMs > series.silence.toMs - series.silence.fromMs)
      series.silence = { fromMs: series.lastAnswerAtMs, toMs: endedAtMs };
    series.lastAnswerAtMs = endedAtMs;
  }
  if (sentAtMs >= LENS_MS.from && sentAtMs <= LENS_MS.to) series.near.push({ sentAtMs, tookMs });
}

/** The silence to draw: the longest so far, or one that still lasts at `nowMs`. */
export function silenceAt(series: Series, nowMs: number): { readonly fromMs: number; readonly toMs: number } {
  const lasting = { fromMs: series.lastAnswerAtMs, toMs: nowMs };
  return lasting.toMs - lasting.fromMs > series.silence.toMs - series.silence.fromMs ? lasting : series.silence;
}
