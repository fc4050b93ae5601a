import type { RolloutState, RolloutStepState } from "@v-available/domain/rollout";
import type { Reference } from "./headline";

/** A rollout in a list. */
export interface RolloutRow {
  readonly id: string;
  readonly revision: number;
  readonly policy: Reference;
  readonly version: number;
  readonly state: RolloutState;
  /** "Version 3 of gold: 4 of 12 machines done, 2 under way." */
  readonly sentence: string;
  /** Why it is paused or was cancelled; null while it runs. */
  readonly because: string | null;
  /** What is wanted from the reader; null where it goes on by itself. */
  readonly wanted: string | null;
  readonly startedBy: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  readonly counts: Readonly<Record<RolloutStepState, number>>;
}

export interface RolloutStepView {
  readonly id: string;
  readonly machine: Reference;
  readonly pair: Reference;
  readonly wave: number;
  readonly state: RolloutStepState;
  /** What became of it, why it waits, or what the hosts do; null where there is nothing to say. */
  readonly words: string | null;
  /** Of what is under way. */
  readonly progressRatio: number | null;
  /** A prediction; null where nobody can say. */
  readonly etaAtMs: number | null;
  readonly endedAtMs: number | null;
}

export interface RolloutWave {
  readonly wave: number;
  readonly machines: number;
  readonly over: number;
}

export interface RolloutView extends RolloutRow {
  readonly waves: readonly RolloutWave[];
  /** The wave that is under way; null where all are over. */
  readonly atWave: number | null;
  /** A prediction of when the last machine is done; null while it does not run. */
  readonly etaAtMs: number | null;
  /** How many machines were accepted to have less than before, and less than both levels on the way. */
  readonly accepted: { readonly lowered: number; readonly passingBelow: number };
  /** What wants somebody first, then what is under way, next, over; no more than are shown. */
  readonly steps: readonly RolloutStepView[];
  readonly notShown: number;
  /** Why whoever asks may not pause it, or go on or end it; null where they may. */
  readonly mayNotPause: string | null;
  readonly mayNotChange: string | null;
}

/** What an active rollout means for one machine. */
export interface MachineRollout {
  readonly policyId: string;
  /** "The rollout of version 3 of gold is under way. This machine is next." */
  readonly sentence: string;
}
