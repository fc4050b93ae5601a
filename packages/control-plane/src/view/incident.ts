import type { FaultKind } from "@v-available/domain/fault-kind";
import type { IncidentPhase, MirrorLegState, ProtectionState, Severity, Side } from "@v-available/domain/state";
import type { Reference } from "./headline";

/** One moment of an incident; null times are yet to come. */
export interface IncidentPhaseView {
  readonly phase: IncidentPhase;
  readonly atMs: number | null;
  /** Milliseconds after the first detection. */
  readonly afterMs: number | null;
  /** The sentences that the hosts recorded for it, in order. */
  readonly sentences: readonly string[];
  readonly rule: string | null;
}

/** How far one machine of the incident is. */
export interface IncidentMachine extends Reference {
  readonly state: ProtectionState;
  /** The side whose copy was there throughout: the active one, or of an incident that is over the one that was so then. */
  readonly activeSide: Side;
  readonly legs: { readonly a: MirrorLegState; readonly b: MirrorLegState };
  /** Since when it has one copy; null where it has two. */
  readonly oneCopySinceMs: number | null;
  readonly resyncSinceMs: number | null;
  /** 0 to 1; 1 when it is protected again. */
  readonly progressRatio: number;
  readonly etaAtMs: number | null;
  readonly restoredAtMs: number | null;
}

/** Everything under one root cause: detected → decided → acted → redundancy restored. */
export interface IncidentView {
  readonly id: string;
  readonly revision: number;
  /** A short name for people: "INC-17". */
  readonly number: number;
  readonly title: string;
  readonly kind: FaultKind | null;
  readonly severity: Severity;
  readonly pair: Reference | null;
  readonly site: Reference | null;
  readonly openedAtMs: number;
  /** When redundancy was restored; null while it runs. */
  readonly restoredAtMs: number | null;
  readonly phases: readonly IncidentPhaseView[];
  /** When the last machine is expected to be protected again. */
  readonly etaAtMs: number | null;
  /** Sum over the running resyncs. */
  readonly resync: {
    readonly copiedBytes: number;
    readonly totalBytes: number;
    readonly bytesPerSecond: number;
  } | null;
  readonly machines: readonly IncidentMachine[];
  readonly alarmIds: readonly string[];
  /** Open alarms of it that need a person. */
  readonly openTasksForPeople: number;
  readonly firstSequence: number;
  readonly lastSequence: number;
}

/** An incident that is over, in one line. */
export interface HandledRow {
  readonly incidentId: string;
  readonly atMs: number;
  readonly pair: Reference | null;
  readonly title: string;
  readonly severity: Severity;
  /** "over in 48 s", "over when it was found", "still running". */
  readonly outcome: string;
  readonly running: boolean;
}
