import type { Recurrence } from "@v-available/domain/maintenance-window";
import type { OutsideWindow } from "@v-available/domain/planned-window";
import type { WorkPlanState, WorkStepState } from "@v-available/domain/work-plan";
import type { Reference } from "./headline";

/** A plan of work in the list. */
export interface WorkPlanRow {
  readonly id: string;
  readonly name: string;
  readonly state: WorkPlanState;
  readonly hosts: number;
  readonly done: number;
  readonly skipped: number;
  /** Hosts that are away now, by name. */
  readonly away: readonly string[];
  /** Why it does not go on by itself; null where it does. */
  readonly pausedBecause: string | null;
  /** What it waits for, where nothing is wrong; null where it waits for nothing. */
  readonly waitsBecause: string | null;
  /** Predicted; null where it is over, stopped, or waits for a person. */
  readonly etaAtMs: number | null;
  readonly startsAtMs: number;
  readonly plannedBy: string;
  readonly plannedAtMs: number;
  readonly endedAtMs: number | null;
}

export interface WorkStepView {
  readonly host: Reference;
  readonly pair: Reference;
  readonly site: Reference;
  readonly state: WorkStepState;
  /** What it is at, in one sentence. */
  readonly sentence: string;
  readonly beganAtMs: number | null;
  readonly readyAtMs: number | null;
  readonly endedAtMs: number | null;
  /** Since when machines of its pair run on one copy for it; null where none do. */
  readonly exposedSinceMs: number | null;
  /** Of the task that is under way, 0 to 1; null where none is. */
  readonly progressRatio: number | null;
  readonly etaAtMs: number | null;
}

export interface WorkPlanView extends WorkPlanRow {
  readonly reason: string;
  readonly workMinutes: number;
  readonly atOnce: number;
  readonly window: { readonly timeZone: string; readonly recurrence: Recurrence } | null;
  /** Machines that may be touched outside the windows of their policies, by name. */
  readonly outsideWindowOf: readonly string[];
  readonly opening: { readonly fromMs: number; readonly untilMs: number } | null;
  readonly steps: readonly WorkStepView[];
  /** Why whoever asks may change nothing of it; null where they may. */
  readonly forbiddenBecause: string | null;
}

/** A host that may be worked on. */
export interface WorkHostView {
  readonly host: Reference;
  readonly pair: Reference;
  readonly site: Reference;
  readonly side: "a" | "b";
  /** The plan that it is in already; null where it is in none. */
  readonly plan: string | null;
}
export interface WorkHostList {
  readonly hosts: readonly WorkHostView[];
  /** How many match; the list may end before. */
  readonly total: number;
}

/** What a plan would mean, host by host. All times are predictions. */
export interface WorkPreview {
  readonly hosts: readonly {
    readonly host: Reference;
    readonly pair: string;
    readonly moves: number;
    readonly machines: number;
    /** What would stop the plan at it now; null where nothing would. */
    readonly blockedBecause: string | null;
    readonly evacuationMs: number;
    readonly resyncMs: number;
    /** Machines that would be touched outside the windows of their policies: each needs a consent, or the plan waits. */
    readonly outside: readonly OutsideWindow[];
    /** When it may be begun within the windows of all of them; null where they never open together. */
    readonly withinFromMs: number | null;
  }[];
  readonly totalMs: number;
  /** The best times of the coming week, best first. */
  readonly offers: readonly {
    readonly fromMs: number;
    readonly peakRatio: number;
    readonly exposedMs: number;
  }[];
  /** Why no time is offered; null where some are. */
  readonly noOfferBecause: string | null;
}
