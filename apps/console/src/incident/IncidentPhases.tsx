"use client";
import type { IncidentPhaseView, IncidentView } from "@v-available/api/view/incident";
import { INCIDENT_PHASE_WORD } from "@v-available/domain/label";
import { bytesOfWords, rateWords } from "@v-available/domain/size-words";
import type { JSX } from "react";
import { Named } from "../client/Named";
import styles from "./IncidentPhases.module.css";
import { namesIn } from "./names-in";
import { PhaseTime } from "./PhaseTime";

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
            <PhaseTime phase={phase} etaAtMs={incident.etaAtMs} unknown="not known when" />
            {phase.atMs === null && phase.phase === "restored" && incident.etaAtMs !== null ? " expected" : ""}
          </b>
          <p>
            {phase.rule === null || phase.atMs === null ? null : (
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
