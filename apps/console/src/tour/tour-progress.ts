import { TOUR_KEY } from "./tour-kept";
import type { TourPlace } from "./tour-place";

/** How far somebody is, in this browser. A reload goes on where it was. */
export interface TourProgress {
  /** From 0. */
  readonly step: number;
  /** Null until the fleet is known. */
  readonly place: TourPlace | null;
  /** The incident of the plug that was pulled here; null before that. */
  readonly incidentId: string | null;
  /** The steps that were done once: what was pulled and given back was pulled all the same. */
  readonly done: readonly number[];
}

export const FIRST_STEP: TourProgress = { step: 0, place: null, incidentId: null, done: [] };

/** @returns null where no tour is under way, or what was kept can't be read any more */
export function readProgress(): TourProgress | null {
  const kept = localStorage.getItem(TOUR_KEY);
  if (kept === null) return null;
  try {
    const { step, place, incidentId, done } = JSON.parse(kept) as Partial<TourProgress>;
    if (typeof step !== "number") return null;
    return { step, place: place ?? null, incidentId: incidentId ?? null, done: Array.isArray(done) ? done : [] };
  } catch {
    return null;
  }
}

export function keepProgress(progress: TourProgress | null): void {
  if (progress === null) localStorage.removeItem(TOUR_KEY);
  else localStorage.setItem(TOUR_KEY, JSON.stringify(progress));
}
