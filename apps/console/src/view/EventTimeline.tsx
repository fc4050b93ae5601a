"use client";
import type { EventRow } from "@v-available/api/view/event";
import { Button } from "@v-available/ui/Button";
import { SeverityMark } from "@v-available/ui/SeverityMark";
import { type JSX, useState } from "react";
import { Named } from "../client/Named";
import styles from "./EventTimeline.module.css";
import { Moment } from "./Moment";

const FIRST = 8;

const ACTOR_WORD = {
  host: "decided by the hosts",
  operator: "asked for by",
  "control-plane": "by the console",
} as const;

/** Why it happened, as far as the record says: the rule that fired, the fault, or the person. */
function causeOf(event: EventRow): string {
  if (event.rule !== null) return `rule ${event.rule}`;
  if (event.faultKind !== null) return event.clears ? `${event.faultKind} cleared` : event.faultKind;
  return event.actor === "operator" ? `${ACTOR_WORD.operator} ${event.actorName}` : ACTOR_WORD[event.actor];
}

/** What happened, newest first; each entry names its cause. */
export function EventTimeline({
  events,
  names,
  empty,
}: {
  events: readonly EventRow[];
  names: readonly string[];
  empty: string;
}): JSX.Element {
  const [all, setAll] = useState(false);
  if (events.length === 0) return <p className="sub">{empty}</p>;
  const shown = all ? events : events.slice(0, FIRST);
  return (
    <>
      <ol className={styles.list}>
        {shown.map((event) => (
          <li key={event.id}>
            <span className="sub">
              <Moment atMs={event.atMs} />
            </span>
            {event.severity === null ? (
              <i data-clears={event.clears || undefined} />
            ) : (
              <SeverityMark severity={event.severity} label={event.severity} />
            )}
            <span>
              <Named text={event.sentence} names={names} />
              <span className="sub"> {causeOf(event)}</span>
            </span>
          </li>
        ))}
      </ol>
      {events.length > FIRST ? (
        <p className={styles.more}>
          <Button small aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? `Show the last ${FIRST}` : `Show all ${events.length}`}
          </Button>
        </p>
      ) : null}
    </>
  );
}
