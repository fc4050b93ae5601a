"use client";
import type { IncidentView } from "@v-available/api/view/incident";
import { INCIDENT_PHASE_WORD } from "@v-available/domain/label";
import { bytesOfWords, rateWords } from "@v-available/domain/size-words";
import { MirrorBar } from "@v-available/ui/MirrorBar";
import type { JSX } from "react";
import { Named } from "../client/Named";
import styles from "./IncidentTimeline.module.css";
import { namesIn } from "./names-in";
import { PhaseTime } from "./PhaseTime";

/** The same four moments as a list, for where there is no room for them side by side. */
export function IncidentTimeline({ incident }: { incident: IncidentView }): JSX.Element {
  const { resync } = incident;
  const names = namesIn(incident);
  return (
    <ol className={styles.timeline} aria-label="What happened">
      {incident.phases.map((phase) => (
        <li key={phase.phase} data-come={phase.atMs !== null || undefined}>
          <span className={styles.time}>
            <PhaseTime phase={phase} etaAtMs={incident.etaAtMs} unknown="not yet" />
          </span>
          <b>{INCIDENT_PHASE_WORD[phase.phase]}</b>
          <span className={styles.said}>
            {phase.atMs === null && phase.phase === "restored" ? (
              resync === null ? (
                "expected once what is missing is back"
              ) : (
                <>
                  expected; {bytesOfWords(resync.copiedBytes, resync.totalBytes)}
                  {resync.bytesPerSecond > 0 ? ` at ${rateWords(resync.bytesPerSecond)}` : ""}{" "}
                  <MirrorBar ratio={resync.totalBytes > 0 ? resync.copiedBytes / resync.totalBytes : 0} width={110} />
                </>
              )
            ) : (
              <Named text={phase.sentences.slice(0, 3).join(" ")} names={names} />
            )}
          </span>
        </li>
      ))}
    </ol>
  );
}
