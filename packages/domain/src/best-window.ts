/**
 * When planned work costs least: at which time of the coming week the host that stays carries everything with most to
 * spare, and least is written that has to be copied afterwards. A prediction: the week to come is taken to be like the
 * week that was.
 */

/** The load of one pair over the week before, in equal steps; null where a step was not measured. */
export interface PairWeek {
  readonly pairId: string;
  /** Cores that all its machines kept busy together. */
  readonly busyCores: readonly (number | null)[];
  /** Bytes that they wrote in a second. */
  readonly writtenPerSecond: readonly (number | null)[];
  /** What the host has that stays. */
  readonly cores: number;
  /** At which the links copy back, as they are now. */
  readonly copyBytesPerSecond: number;
}

export interface WindowOffer {
  readonly fromMs: number;
  /** The most of a staying host's cores that is busy at a time, 0 to more than 1. */
  readonly peakRatio: number;
  /** How long machines run on one copy: the work and the copying after it, of the pair for which it is longest. */
  readonly exposedMs: number;
}

/** Less than this of a week says nothing of the rest. */
export const LEAST_MEASURED_RATIO = 0.6;
/** Two offers on one evening are one. */
const APART_MS = 6 * 3_600_000;
const OFFERS = 3;

export interface Week {
  /** When the first step of the week before began. */
  readonly fromMs: number;
  readonly stepMs: number;
  readonly pairs: readonly PairWeek[];
}

/** How much of the week before was measured, 0 to 1, where it was least. */
export const measuredRatio = ({ pairs }: Week): number =>
  Math.min(
    1,
    ...pairs.map(({ busyCores }) => busyCores.filter((cores) => cores !== null).length / Math.max(1, busyCores.length)),
  );

/**
 * The best beginnings within the coming week, best first.
 * @param workMs how long the work on all hosts takes
 * @param nowMs nothing is offered that began before
 * @param mayBegin the first moment from one on at which it may be begun; null where there is none. At any, where not given.
 */
export function bestWindows(
  week: Week,
  workMs: number,
  nowMs: number,
  mayBegin: (fromMs: number) => number | null = (fromMs) => fromMs,
): readonly WindowOffer[] {
  const steps = week.pairs[0]?.busyCores.length ?? 0;
  const weekMs = steps * week.stepMs;
  const offers = Array.from({ length: steps }, (_, at): WindowOffer | null => {
    const stepFromMs = week.fromMs + weekMs + at * week.stepMs;
    if (stepFromMs < nowMs) return null;
    const fromMs = mayBegin(stepFromMs);
    const isLater = fromMs === null || fromMs >= stepFromMs + week.stepMs;
    return isLater ? null : offerAt(week, at, fromMs, workMs);
  }).filter((offer) => offer !== null);
  offers.sort((one, other) => costOf(one) - costOf(other) || one.fromMs - other.fromMs);
  const best: WindowOffer[] = [];
  for (const offer of offers) {
    if (best.length === OFFERS) break;
    if (best.every(({ fromMs }) => Math.abs(fromMs - offer.fromMs) >= APART_MS)) best.push(offer);
  }
  return best;
}

/** What it would be at one time; null where that time of the week was not measured. */
export function offerAt(week: Week, step: number, fromMs: number, workMs: number): WindowOffer | null {
  // Begun within a step it reaches farther.
  const intoStepMs = (fromMs - week.fromMs) % week.stepMs;
  const taken = Math.max(1, Math.ceil((intoStepMs + workMs) / week.stepMs));
  let peakRatio = 0;
  let exposedMs = 0;
  for (const pair of week.pairs) {
    const at = Array.from({ length: taken }, (_, after) => (step + after) % pair.busyCores.length);
    let written = 0;
    for (const index of at) {
      const busy = pair.busyCores[index];
      const perSecond = pair.writtenPerSecond[index];
      if (busy === null || busy === undefined || perSecond === null || perSecond === undefined) return null;
      peakRatio = Math.max(peakRatio, busy / Math.max(1, pair.cores));
      written += (perSecond * (workMs / taken)) / 1_000;
    }
    const copyMs = pair.copyBytesPerSecond > 0 ? (written / pair.copyBytesPerSecond) * 1_000 : 0;
    exposedMs = Math.max(exposedMs, workMs + copyMs);
  }
  return { fromMs, peakRatio, exposedMs };
}

/** A host that is nearly full is worse than an hour of one copy. */
const costOf = ({ peakRatio, exposedMs }: WindowOffer): number => peakRatio + exposedMs / (24 * 3_600_000);
