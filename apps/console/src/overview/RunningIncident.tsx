"use client";
import type { IncidentView } from "@v-available/api/view/incident";
import { Region } from "@v-available/ui/Region";
import type { JSX } from "react";
import { Named } from "../client/Named";
import { Clock } from "../client/Zone";
import { IncidentPhases } from "../incident/IncidentPhases";
import { IncidentStrips } from "../incident/IncidentStrips";
import { incidentName, tasksWords } from "../incident/incident-name";
import { byUrgency } from "../incident/incident-order";
import { namesIn } from "../incident/names-in";
import { Link } from "../shell/Link";
import styles from "./RunningIncident.module.css";

/** The most urgent incident that runs, in full; others as one line each. */
export function RunningIncident({ incidents }: { incidents: readonly IncidentView[] }): JSX.Element | null {
  const [first, ...others] = incidents.toSorted(byUrgency);
  if (!first) return null;
  return (
    <Region
      title={
        <>
          <Link href={`/incidents/${first.id}`}>{incidentName(first)}</Link>
          &ensp;
          <Named text={first.title} names={namesIn(first)} />
        </>
      }
      aside={tasksWords(first.openTasksForPeople)}
    >
      <IncidentPhases incident={first} />
      <IncidentStrips incident={first} />
      {others.length > 0 ? (
        <ul className={styles.others} aria-label="Other running incidents">
          {others.map((incident) => (
            <li key={incident.id}>
              <Link href={`/incidents/${incident.id}`} className="nw">
                {incidentName(incident)}
              </Link>
              <span>
                <Named text={incident.title} names={namesIn(incident)} />
              </span>
              <span className="sub nw">
                since <Clock atMs={incident.openedAtMs} />
              </span>
            </li>
          ))}
        </ul>
      ) : null}
    </Region>
  );
}
