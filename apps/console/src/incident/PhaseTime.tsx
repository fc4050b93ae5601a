import type { IncidentPhaseView, IncidentView } from "@v-available/api/view/incident";
import { durationWords } from "@v-available/domain/wording";
import type { ReactNode } from "react";
import { useNowMs } from "../client/connection";
import { Clock } from "../client/Zone";

/** Once a moment is further from the first than this, the clock says more. */
const CLOCK_AFTER_MS = 60_000;

/** "+ 86 ms": an instant within an incident is told from its first detection. */
const offsetWords = (afterMs: number): string =>
  afterMs < 1_000 ? `+ ${Math.round(afterMs)} ms` : `+ ${durationWords(afterMs)}`;

export interface PhaseTimeProps {
  readonly phase: IncidentPhaseView;
  readonly etaAtMs: IncidentView["etaAtMs"];
  /** What is said where nobody can tell when redundancy is restored. */
  readonly unknown: string;
}

/** When a phase came; the last one, while it has not come, when it is expected. */
export function PhaseTime({ phase, etaAtMs, unknown }: PhaseTimeProps): ReactNode {
  const { atMs, afterMs } = phase;
  const nowMs = useNowMs(60_000);
  if (atMs === null) {
    if (phase.phase !== "restored") return "not yet";
    return etaAtMs === null ? unknown : <Clock atMs={etaAtMs} />;
  }
  if (phase.phase === "detected") return <Clock atMs={atMs} precision="millisecond" nowMs={nowMs} />;
  return afterMs !== null && afterMs < CLOCK_AFTER_MS ? offsetWords(afterMs) : <Clock atMs={atMs} />;
}
