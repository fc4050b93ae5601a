"use client";
import type { HandledRow, IncidentView } from "@v-available/api/view/incident";
import { countWords } from "@v-available/domain/wording";
import Link from "next/link";
import type { JSX } from "react";
import { Named } from "../client/Named";
import { Clock } from "../client/Zone";
import { IncidentPhases } from "../incident/IncidentPhases";
import { IncidentStrips } from "../incident/IncidentStrips";
import { incidentName, namesIn } from "../incident/incident-name";

const tasks = (count: number): string =>
  count === 0 ? "handled without a person" : `${countWords(count, "open task")} for you`;

/** The newest incident that runs, in full; others as one line each. */
export function RunningIncident({
  incidents,
  last,
}: {
  incidents: readonly IncidentView[];
  last: HandledRow | null;
}): JSX.Element {
  const [newest, ...others] = incidents;
  if (!newest)
    return (
      <section aria-labelledby="incident">
        <div className="hd">
          <h2 id="incident">No incident runs</h2>
        </div>
        <p className="sub pt-2">
          {last === null ? (
            "None was recorded today."
          ) : (
            <>
              The last one began at <Clock atMs={last.atMs} />:{" "}
              <Link href={`/incidents/${last.incidentId}`} prefetch={false}>
                {last.title}
              </Link>
              .
            </>
          )}
        </p>
      </section>
    );
  return (
    <section aria-labelledby="incident">
      <div className="hd">
        <h2 id="incident">
          <Link href={`/incidents/${newest.id}`} prefetch={false}>
            {incidentName(newest)}
          </Link>
          &ensp;
          <Named text={newest.title} names={namesIn(newest)} />
        </h2>
        <span className="sp" />
        <span className="sub">{tasks(newest.openTasksForPeople)}</span>
      </div>
      <IncidentPhases incident={newest} />
      <IncidentStrips incident={newest} />
      {others.length > 0 ? (
        <ul className="pt-2" aria-label="Other running incidents">
          {others.map((incident) => (
            <li key={incident.id} className="flex gap-3 min-h-6 items-baseline">
              <Link href={`/incidents/${incident.id}`} prefetch={false} className="nw">
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
    </section>
  );
}
