"use client";
import type { IncidentPhaseView, IncidentView } from "@v-available/api/view/incident";
import { INCIDENT_PHASE_WORD } from "@v-available/domain/label";
import { bytesOfWords, durationWords, rateWords } from "@v-available/domain/wording";
import type { JSX } from "react";
import { Named } from "../client/Named";
import { Clock } from "../client/Zone";
import styles from "./IncidentPhases.module.css";
import { namesIn } from "./incident-name";

/** "+ 86 ms": an instant within an incident is told from its first detection. */
export const offsetWords = (afterMs: number): string =>
  afterMs < 1_000 ? `+ ${Math.round(afterMs)} ms` : `+ ${durationWords(afterMs)}`;

/** Once an offset is longer than this, the clock says more. */
const CLOCK_AFTER_MS = 60_000;

function When({ phase, incident }: { phase: IncidentPhaseView; incident: IncidentView }): JSX.Element {
  if (phase.atMs === null) {
    if (phase.phase !== "restored") return <>not yet</>;
    if (incident.etaAtMs === null) return <>not known when</>;
    return (
      <>
        <Clock atMs={incident.etaAtMs} /> expected
      </>
    );
  }
  if (phase.phase === "detected") return <Clock atMs={phase.atMs} precision="millisecond" />;
  if (phase.afterMs !== null && phase.afterMs < CLOCK_AFTER_MS) return <>{offsetWords(phase.afterMs)}</>;
  return <Clock atMs={phase.atMs} />;
}

function saying(phase: IncidentPhaseView, incident: IncidentView): string {
  const said = phase.sentences.slice(0, 2).join(" ");
  if (phase.atMs !== null || phase.phase !== "restored") return said;
  const { resync } = incident;
  return resync === null
    ? said || "It waits for what is missing to come back."
    : `${bytesOfWords(resync.copiedBytes, resync.totalBytes)} copied${resync.bytesPerSecond > 0 ? ` at ${rateWords(resync.bytesPerSecond)}` : ""}.`;
}

/** Detected, decided, acted, redundancy restored: what came is solid, what is expected is dashed. */
export function IncidentPhases({ incident }: { incident: IncidentView }): JSX.Element {
  const names = namesIn(incident);
  return (
    <ol className={styles.phases}>
      {incident.phases.map((phase, index) => (
        <li
          key={phase.phase}
          data-come={phase.atMs !== null || undefined}
          data-next-come={(incident.phases[index + 1]?.atMs ?? null) !== null || undefined}
        >
          <span className="lab">{INCIDENT_PHASE_WORD[phase.phase]}</span>
          <b>
            <When phase={phase} incident={incident} />
          </b>
          <p>
            {phase.rule === null ? null : (
              <>
                Rule <span className="id">{phase.rule}</span>.{" "}
              </>
            )}
            <Named text={saying(phase, incident)} names={names} />
          </p>
        </li>
      ))}
    </ol>
  );
}
