"use client";
import { useQuery } from "@tanstack/react-query";
import type { AlarmRow, AlarmView } from "@v-available/api/view/alarm";
import type { IncidentView } from "@v-available/api/view/incident";
import { SEVERITY_LABEL } from "@v-available/domain/label";
import { worstOf } from "@v-available/domain/protection-rank";
import { countWords, inAboutWords } from "@v-available/domain/wording";
import { SeverityMark } from "@v-available/ui/SeverityMark";
import { Skeleton } from "@v-available/ui/Skeleton";
import { StateBadge } from "@v-available/ui/StateBadge";
import type { JSX, Ref } from "react";
import { useNowMs } from "../client/connection";
import { Named } from "../client/Named";
import { useFailure } from "../client/QueryFailure";
import { refusalOf } from "../client/refusal";
import { useTRPC } from "../client/trpc";
import { Clock } from "../client/Zone";
import { IncidentTimeline } from "../incident/IncidentTimeline";
import { incidentName } from "../incident/incident-name";
import { namesIn } from "../incident/names-in";
import { hasOneByChoice } from "../incident/strip-scale";
import { Link } from "../shell/Link";
import { AcknowledgeButton } from "./AcknowledgeButton";
import { Evidence } from "./Evidence";
import { namesItself } from "./effect";
import styles from "./FaultPanel.module.css";
import { FurtherActions } from "./FurtherActions";
import { RuleFired } from "./RuleFired";

/** What comes without anyone, then what is wanted from the reader. */
function Next({ row, detail }: { row: AlarmRow; detail: AlarmView | undefined }): JSX.Element {
  const nowMs = useNowMs(1_000);
  const incident = detail?.incident ?? null;
  const waiting = incident?.machines.filter((machine) => machine.restoredAtMs === null) ?? [];
  const first = waiting
    .filter((machine) => machine.etaAtMs !== null)
    .toSorted((a, b) => (a.etaAtMs ?? 0) - (b.etaAtMs ?? 0))[0];
  const parts: JSX.Element[] = [];
  if (row.clearedAtMs !== null)
    parts.push(
      <span key="cleared">
        Cleared at <Clock atMs={row.clearedAtMs} nowMs={nowMs} />.{" "}
      </span>,
    );
  else if (row.operatorState === "shelved" && row.shelvedUntilMs !== null)
    parts.push(
      <span key="shelved">
        Shelved: it asks nobody until <Clock atMs={row.shelvedUntilMs} nowMs={nowMs} precision="minute" />.{" "}
      </span>,
    );
  else if (row.goneAtMs !== null)
    parts.push(
      <span key="gone">
        The condition is gone since <Clock atMs={row.goneAtMs} nowMs={nowMs} />. Next, without anyone: the alarm clears
        once it has stayed away for its hold-off and redundancy is verified.{" "}
      </span>,
    );
  else if (first?.etaAtMs != null)
    parts.push(
      <span key="eta">
        Next, without anyone: <span className="id">{first.name}</span> has two copies at <Clock atMs={first.etaAtMs} />,{" "}
        {inAboutWords(first.etaAtMs, nowMs)}.{" "}
      </span>,
    );
  else if (incident !== null && incident.restoredAtMs !== null)
    parts.push(
      <span key="restored">
        Redundancy was restored at <Clock atMs={incident.restoredAtMs} nowMs={nowMs} />; the alarm clears after its
        hold-off.{" "}
      </span>,
    );
  else if (detail)
    parts.push(
      <span key="wait">
        {waiting.some((machine) => machine.oneCopySinceMs !== null)
          ? (incident?.openTasksForPeople ?? 0) > 0
            ? "Next: the copies resync once somebody has done what this incident wants from a person. "
            : "Next, without anyone: the copies resync as soon as what is missing is back. "
          : waiting.length > 0
            ? "Next, without anyone: it is over as soon as what is missing answers. "
            : "Nothing further happens without anyone. "}
      </span>,
    );
  return (
    <p className={styles.next}>
      {parts}
      {row.clearedAtMs !== null || !row.needsPerson || row.wanted === null || row.goneAtMs !== null ? (
        "Nothing is wanted from you."
      ) : (
        <>
          From you: <Named text={fromYou(row.wanted)} names={namesOf(row, incident)} />
        </>
      )}
    </p>
  );
}

export interface FaultPanelProps {
  readonly ref: Ref<HTMLElement>;
  readonly row: AlarmRow;
  readonly onBack: () => void;
}

/** One alarm whole: the sentence, what comes next, its moments, the rule that fired, the evidence. */
export function FaultPanel({ ref, row, onBack }: FaultPanelProps): JSX.Element {
  const query = useQuery(useTRPC().fault.get.queryOptions({ alarmId: row.id }));
  const failure = useFailure(query);
  const detail = query.data;
  const incident = detail?.incident ?? null;
  const names = namesOf(row, incident);
  // A machine that never asked for two copies is on the pair, but nothing of it is wrong.
  const concerned = incident?.machines.filter((machine) => !hasOneByChoice(machine)) ?? [];
  const worst = worstOf(concerned.map(({ state }) => state));
  const leading = concerned.find(({ state }) => state === worst);
  return (
    <section ref={ref} className={styles.panel} aria-labelledby="fault" tabIndex={-1}>
      <button type="button" className={styles.back} onClick={onBack}>
        Faults
      </button>
      <header className={styles.head}>
        <span className={styles.severity} style={{ color: `var(--${row.severity})` }}>
          <SeverityMark severity={row.severity} />
          <b>{SEVERITY_LABEL[row.severity].word}</b>
        </span>
        <span className="sub">
          {incident ? <Link href={`/incidents/${incident.id}`}>{incidentName(incident)}</Link> : "no incident"}
          {incident ? `, ${countWords(incident.alarmIds.length, "open alarm")}` : ""}
          {row.machineCount > 0 ? `, ${countWords(row.machineCount, "machine")}` : ""}
        </span>
        <span className="sp" />
        {worst === null ? null : <StateBadge state={worst} ratio={leading?.progressRatio} />}
      </header>
      <h2 id="fault" className={styles.sentence}>
        {row.label}
        {namesItself(row) ? (
          ": "
        ) : (
          <>
            , <span className="id">{row.subject.name}</span>.{" "}
          </>
        )}
        <Named text={row.effect} names={names} />
      </h2>
      <Next row={row} detail={detail} />
      <div className={styles.actions}>
        <AcknowledgeButton alarm={row} primary={row.clearedAtMs === null} refusedBecause={refusedBecause(detail)} />
      </div>
      <FurtherActions alarm={row} detail={detail} className={styles.further} />
      {detail ? (
        <>
          {incident ? <IncidentTimeline incident={incident} /> : null}
          {detail.rule ? <RuleFired rule={detail.rule} names={names} /> : null}
          <Evidence events={detail.evidence} chain={detail.chain} names={names} />
        </>
      ) : failure !== null ? (
        <p className="mid" role="alert">
          The details could not be read. {refusalOf(failure)?.message ?? "The console's server did not answer."}{" "}
          <button type="button" className="as-link" onClick={() => query.refetch()}>
            Ask again
          </button>
        </p>
      ) : (
        <Skeleton label="The details are being read" rows={6} />
      )}
    </section>
  );
}

/** It goes on after a colon. */
const fromYou = (wanted: string): string => wanted.charAt(0).toLowerCase() + wanted.slice(1);

const namesOf = (row: AlarmRow, incident: IncidentView | null): readonly string[] => [
  row.subject.name,
  ...namesIn({ pair: row.pair, machines: incident?.machines ?? [] }),
];

const refusedBecause = (detail: AlarmView | undefined): string | null =>
  detail === undefined
    ? null
    : detail.operatorState === "acknowledged"
      ? detail.unacknowledgeRefusedBecause
      : detail.acknowledgeRefusedBecause;
