"use client";
import { useQuery } from "@tanstack/react-query";
import type { AlarmRow } from "@v-available/api/view/alarm";
import type { EventPage } from "@v-available/api/view/event";
import type { IncidentView } from "@v-available/api/view/incident";
import { bySeverity } from "@v-available/domain/alarm";
import { knownDurationMs } from "@v-available/domain/incident";
import { SEVERITY_LABEL } from "@v-available/domain/label";
import { countWords, durationWords, inAboutWords } from "@v-available/domain/wording";
import { Region } from "@v-available/ui/Region";
import { SeverityMark } from "@v-available/ui/SeverityMark";
import { Skeleton } from "@v-available/ui/Skeleton";
import type { JSX } from "react";
import { useNowMs } from "../client/connection";
import { Named } from "../client/Named";
import { QueryFailure, useFailure } from "../client/QueryFailure";
import { useTitle } from "../client/title";
import { useTRPC } from "../client/trpc";
import { Clock } from "../client/Zone";
import { AcknowledgeButton } from "../fault/AcknowledgeButton";
import { Evidence } from "../fault/Evidence";
import { useGo } from "../shell/go";
import { useKeys } from "../shell/keys";
import { Link } from "../shell/Link";
import { pairsAt } from "../view/address";
import { Crumbs } from "../view/Crumbs";
import styles from "./Incident.module.css";
import { IncidentPhases } from "./IncidentPhases";
import { IncidentStrips } from "./IncidentStrips";
import { incidentName, tasksWords } from "./incident-name";
import { namesIn } from "./names-in";
import { RECORD_LIMIT } from "./record-limit";
import { whatMachinesDid } from "./what-machines-did";

function Outcome({ incident, wanted }: { incident: IncidentView; wanted: string | null }): JSX.Element {
  const nowMs = useNowMs(1_000);
  if (incident.restoredAtMs !== null) {
    const durationMs = knownDurationMs({ ...incident, restoredAtMs: incident.restoredAtMs });
    return durationMs === null ? (
      <>It was over when it was found.</>
    ) : (
      <>Redundancy was restored after {durationWords(durationMs)}.</>
    );
  }
  const down = incident.machines.filter(({ state }) => state === "Down").length;
  const waiting = incident.machines.filter(
    (machine) => machine.restoredAtMs === null && machine.oneCopySinceMs !== null,
  );
  const off = down === 0 ? "" : `${countWords(down, "machine")} ${down === 1 ? "does" : "do"} not run. `;
  const exposed = waiting.length === 0 ? "It is not over" : `${countWords(waiting.length, "machine")} on one copy`;
  if (incident.etaAtMs !== null)
    return (
      <>
        {off}
        {exposed}; two copies {inAboutWords(incident.etaAtMs, nowMs)}, at <Clock atMs={incident.etaAtMs} />.
      </>
    );
  return (
    <>
      {off}
      {wanted === null ? (
        `${exposed}; nobody can tell yet until when.`
      ) : (
        <>
          {exposed}. <Named text={wanted} names={namesIn(incident)} />
        </>
      )}
    </>
  );
}

function Alarms({ alarms, names }: { alarms: readonly AlarmRow[]; names: readonly string[] }): JSX.Element {
  const open = alarms.filter(({ clearedAtMs }) => clearedAtMs === null).length;
  return (
    <Region title="Its alarms" note={`${alarms.length}, ${open === 0 ? "all cleared" : `${open} open`}`}>
      <ul className={styles.alarms}>
        {alarms.map((alarm) => (
          <li key={alarm.id}>
            <SeverityMark
              severity={alarm.severity}
              label={SEVERITY_LABEL[alarm.severity].word}
              {...(alarm.clearedAtMs === null ? {} : { tone: "over" as const })}
            />
            <div>
              <Link href={`/faults?alarm=${alarm.id}`}>
                {alarm.label}, <span className="id">{alarm.subject.name}</span>
              </Link>
              <p className="sub">
                <Named text={alarm.effect} names={names} />{" "}
                {alarm.clearedAtMs === null ? <Named text={alarm.wanted ?? ""} names={names} /> : "Cleared."}
              </p>
            </div>
            {alarm.clearedAtMs === null ? <AcknowledgeButton alarm={alarm} small /> : null}
          </li>
        ))}
      </ul>
    </Region>
  );
}

function Record({ page, names }: { page: EventPage; names: readonly string[] }): JSX.Element {
  const events = page.events.toReversed();
  const first = events[0];
  const last = events[events.length - 1];
  return (
    <Evidence
      events={events}
      chain={first && last ? { from: first.sequence, to: last.sequence, verified: null } : null}
      names={names}
    />
  );
}

/** What a person is asked for, of the gravest alarm that asks: without it nothing goes on by itself. */
function wantedOf(alarms: readonly AlarmRow[]): string | null {
  const asking = alarms.filter(({ needsPerson }) => needsPerson);
  return asking.sort((one, other) => bySeverity(one.severity, other.severity))[0]?.wanted ?? null;
}

/** Everything under one root: its moments, its machines, its alarms, and what was recorded. */
export function Incident({ incidentId }: { incidentId: string }): JSX.Element {
  const trpc = useTRPC();
  const go = useGo();
  const query = useQuery(trpc.incident.get.queryOptions({ incidentId }));
  const failure = useFailure(query);
  const incident = query.data;
  const alarms = useQuery(trpc.fault.list.queryOptions());
  const events = useQuery(trpc.event.list.queryOptions({ incidentId, limit: RECORD_LIMIT }));
  useKeys((key) => {
    if (key !== "Escape") return false;
    go("/faults");
    return true;
  });
  useTitle(incident ? `${incidentName(incident)}, ${incident.title}` : "Incident");
  if (!incident)
    return failure !== null ? (
      <QueryFailure what="The incident" error={failure} query={query} />
    ) : (
      <>
        <h1 className="vh">Incident</h1>
        <Skeleton label="The incident is being read" rows={8} />
      </>
    );
  const own = alarms.data?.filter((alarm) => alarm.incidentId === incident.id) ?? [];
  const names = namesIn(incident);
  const did = whatMachinesDid(events.data?.events ?? []);
  return (
    <>
      <Crumbs
        label="Where this incident is"
        path={[
          { word: "Faults", href: "/faults" },
          ...(incident.site === null ? [] : [{ word: incident.site.name, href: pairsAt(incident.site.name) }]),
          ...(incident.pair === null
            ? []
            : [{ word: incident.pair.name, href: `/pairs/${incident.pair.id}`, isName: true }]),
          { word: incidentName(incident) },
        ]}
      />
      <h1 className={`say ${styles.sentence}`}>
        <b>
          <Named text={incident.title} names={names} />.
        </b>{" "}
        <span className={styles.second} data-over={incident.restoredAtMs !== null || undefined}>
          <Outcome incident={incident} wanted={wantedOf(own)} />
        </span>
      </h1>
      {did.length === 0 ? null : (
        <ul className={styles.did} aria-label="What the hosts did with its machines">
          {did.map((sentence) => (
            <li key={sentence}>
              <Named text={sentence} names={names} />
            </li>
          ))}
        </ul>
      )}
      <div className={styles.columns}>
        <Region title="What happened" aside={tasksWords(incident.openTasksForPeople)}>
          <IncidentPhases incident={incident} />
          <IncidentStrips incident={incident} />
        </Region>
        <div>{own.length > 0 ? <Alarms alarms={own} names={names} /> : null}</div>
        <div className={styles.record}>
          {events.data ? (
            <Record page={events.data} names={names} />
          ) : (
            <Skeleton label="The record is being read" rows={4} />
          )}
        </div>
      </div>
    </>
  );
}
