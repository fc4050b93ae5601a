import type { Invariant } from "@v-available/orchestrator-simulator/invariant";
import type { Goal } from "@v-available/orchestrator-simulator/liveness";
import type { Lane } from "@v-available/orchestrator-simulator/run/scenario";
import type { Breakable, StageView } from "@v-available/orchestrator-simulator/run/stage-view";

/** What the page and the worker say to each other. The worker has no way to anything but the page. */
export type ToWorker =
  | {
      readonly kind: "open";
      readonly scenario: string;
      readonly seed: string;
      readonly atMs: number | null;
      /** What was done by hand, as the address has it. */
      readonly byHand: string;
      /** The pair to draw; the first one where it is null or none of the run. */
      readonly drawn: string | null;
    }
  | { readonly kind: "draw"; readonly pairRef: string }
  /** Do something now, or end it. */
  | { readonly kind: "act"; readonly act: HandAct }
  | { readonly kind: "play"; readonly speed: number }
  | { readonly kind: "pause" }
  | { readonly kind: "seek"; readonly atMs: number }
  /** To the next thing that a host writes down. */
  | { readonly kind: "next" };

export interface HandAct {
  readonly fault: Breakable["fault"];
  readonly subjectRef: string;
  readonly ends: boolean;
}

export interface RunAbout {
  readonly name: string;
  readonly title: string;
  readonly sentence: string;
  readonly zero: string;
  readonly beginsAtMs: number;
  readonly untilMs: number;
  readonly lanes: readonly Lane[];
}

export interface Ledger {
  readonly target: string;
  /** The longest time that nobody was answered, also one that still lasts. */
  readonly silenceMs: number;
  readonly failed: number;
  readonly lostWrites: number;
  /** The memory, and every connection with it, was gone. */
  readonly dropped: boolean;
  /** Whether it answers now: of one that does not nobody knows what it has kept. */
  readonly answers: boolean;
}

/** Something that happened, at its time since zero; `targets` are the lanes that it concerns. */
export interface Act {
  readonly atMs: number;
  readonly targets: readonly string[];
  readonly rule: string | null;
  readonly sentence: string;
  /** Where in an outage it stands: what begins here. */
  readonly begins: "dead" | "boot" | "check" | "application" | null;
}

export interface Held {
  /** S12 is of what a console hears of the hosts' records. */
  readonly rule: Invariant | Goal | "S12";
  readonly words: string;
  readonly verdict: "held" | "came about" | "awaited now" | "not at stake so far" | "broken";
  /** Each breach of it, as a sentence. */
  readonly broken: readonly string[];
  readonly note: string | null;
}

export type FromWorker =
  | { readonly kind: "opened"; readonly about: RunAbout; readonly names: readonly { name: string; title: string }[] }
  | {
      readonly kind: "frame";
      /** What was told of later times is void: the run went back, or began anew. */
      readonly backToMs: number | null;
      readonly atMs: number;
      readonly playing: boolean;
      readonly digest: string;
      readonly steps: number;
      readonly ledgers: readonly Ledger[];
      readonly held: readonly Held[];
      readonly stage: StageView;
      /** For the address: what was done by hand so far. */
      readonly byHand: string;
      readonly acts: readonly Act[];
      /** Four numbers a request: lane, sent at, ended at, and how long it took, −1 for one that was never answered. */
      readonly ends: Float64Array;
    }
  /** What was asked for can't be done now; the run is as it was. */
  | { readonly kind: "refused"; readonly message: string }
  /** The run can't go on; the page says why and offers to begin anew. */
  | { readonly kind: "failed"; readonly message: string };
