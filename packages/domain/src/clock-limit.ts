import type { ObservedHost } from "./observed";

/** A wall clock that is off by more than this is a fault (†): what hosts write down can't be put in order by it. */
export const CLOCK_SKEW_LIMIT_MS = 1_000;

export const isClockSkewed = ({ clock }: Pick<ObservedHost, "clock">): boolean =>
  Math.abs(clock?.offsetMs ?? 0) > CLOCK_SKEW_LIMIT_MS;
