import type { FaultKind } from "./fault-kind";
import { INCIDENT_PHASES, type IncidentPhase, type Severity } from "./state";
import { durationWords } from "./wording";

interface IncidentBase {
  readonly id: string;
  readonly number: number;
  /** Names the one root cause that everything in it follows from. */
  readonly rootRef: string;
  readonly rootKind: FaultKind | null;
  readonly severity: Severity;
  readonly detectedAtMs: number;
}

/** Detected → decided → acted → redundancy restored. A moment that has not come has no time. */
export type Incident = IncidentBase &
  (
    | { readonly phase: "detected" }
    | { readonly phase: "decided"; readonly decidedAtMs: number }
    | {
        readonly phase: "acted";
        readonly decidedAtMs: number;
        readonly actedAtMs: number;
        readonly etaAtMs: number | null;
      }
    | {
        readonly phase: "restored";
        readonly decidedAtMs: number;
        readonly actedAtMs: number;
        readonly restoredAtMs: number;
      }
  );

/** The furthest moment that a set of records has reached; null of none. */
export function furthestPhase(phases: readonly (IncidentPhase | null)[]): IncidentPhase | null {
  return INCIDENT_PHASES.findLast((phase) => phases.includes(phase)) ?? null;
}

/** "INC-2291". */
export const incidentName = (number: number): string => `INC-${number}`;

/** Nothing is found and over in less: it was found when it was over, and written down at once. */
const WRITTEN_AT_ONCE_MS = 50;

/** How long it took from what was found first until redundancy was back; null where it was found only afterwards. */
export function knownDurationMs({
  openedAtMs,
  restoredAtMs,
}: {
  readonly openedAtMs: number;
  readonly restoredAtMs: number;
}): number | null {
  const durationMs = restoredAtMs - openedAtMs;
  return durationMs < WRITTEN_AT_ONCE_MS ? null : durationMs;
}

/** "over in 48 s", or that nobody knows how long it took. */
export function overWords(times: Parameters<typeof knownDurationMs>[0]): string {
  const durationMs = knownDurationMs(times);
  return durationMs === null ? "over when it was found" : `over in ${durationWords(durationMs)}`;
}
