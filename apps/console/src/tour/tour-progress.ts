import type { TourPlace } from "./tour-place";

/** How far somebody is, in this browser. A reload goes on where it was. */
export interface TourProgress {
  /** From 0. */
  readonly step: number;
  /** Null until the fleet is known. */
  readonly place: TourPlace | null;
}

const KEY = "v-available.tour";
export const FIRST_STEP: TourProgress = { step: 0, place: null };

/** @returns null where no tour is under way, or what was kept can't be read any more */
export function readProgress(): TourProgress | null {
  const kept = localStorage.getItem(KEY);
  if (kept === null) return null;
  try {
    const { step, place } = JSON.parse(kept) as Partial<TourProgress>;
    return typeof step === "number" ? { step, place: place ?? null } : null;
  } catch {
    return null;
  }
}

export function keepProgress(progress: TourProgress | null): void {
  if (progress === null) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, JSON.stringify(progress));
}
