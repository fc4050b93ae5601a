import type { DialStop } from "@v-available/domain/level";
import type { Loss, Outcome } from "@v-available/domain/prediction";
import type { PairState, ProtectionState, Side } from "@v-available/domain/state";

/** A name with the id that its page is reached by. */
export interface Reference {
  readonly id: string;
  readonly name: string;
}

/**
 * The headline of a machine at the moment of the answer. A reader whose clock is more than STALE_AFTER_MS past
 * `observedAtMs` shows Unknown with the age, and `was` as the last known value.
 */
export interface Headline {
  readonly state: ProtectionState;
  /** What it was when it was last heard of: `state`, unless that is Unknown by its age. */
  readonly was: ProtectionState;
  readonly effective: DialStop;
  /** A plain sentence. */
  readonly reason: string;
  /** The next step that happens without anyone; null where none is needed or none will come. */
  readonly next: string | null;
  readonly etaAtMs: number | null;
  /** Since when the effective level is below the declared one; null while it is not. */
  readonly exposedSinceMs: number | null;
  /** When the adapter last heard of it. */
  readonly observedAtMs: number;
}

export interface PairHeadline {
  readonly state: PairState;
  /** As of `observedAtMs`. */
  readonly was: PairState;
  readonly reason: string;
  readonly next: string | null;
  readonly observedAtMs: number;
}

/** One possible loss and what the machine would do: a prediction, never the state now. */
export interface PredictionView {
  readonly loss: Loss;
  /** "Host lit-a dies". */
  readonly title: string;
  readonly outcome: Outcome;
  /** "Goes on, on lit-b". */
  readonly verdict: string;
  readonly reason: string;
  /** "about 0.5 s", "none". */
  readonly pause: string;
  readonly pauseMaxMs: number | null;
  /** "nothing", "memory". */
  readonly lost: string;
  /** The side that would run it afterwards. */
  readonly runsOn: Side | null;
  /** When this exposure is expected to be over; null where it is none, or nobody can say. */
  readonly overAtMs: number | null;
  /** True for a machine that is off by intent: shown, and in no sum. */
  readonly off: boolean;
}

export type { Loss };
