"use client";
import type { AlarmRow } from "@v-available/api/view/alarm";
import { countWords } from "@v-available/domain/wording";
import { Region } from "@v-available/ui/Region";
import { SeverityMark } from "@v-available/ui/SeverityMark";
import type { JSX } from "react";
import { Named } from "../client/Named";
import { AcknowledgeButton } from "../fault/AcknowledgeButton";
import { namesItself } from "../fault/effect";
import { namesIn } from "../incident/incident-name";
import { Link } from "../shell/Link";
import styles from "./NeedsPerson.module.css";

/** A list longer than this is read among the faults. */
const SHOWN = 8;
const URGENT = new Set<AlarmRow["severity"]>(["critical"]);

function note(alarms: readonly AlarmRow[]): string {
  if (alarms.length === 0) return "nobody, now";
  const urgent = alarms.filter((alarm) => URGENT.has(alarm.severity)).length;
  if (urgent === 0) return `${alarms.length}, none urgent`;
  return urgent === alarms.length ? `${urgent} urgent` : `${alarms.length}, ${urgent} urgent`;
}

const namesOf = (alarm: AlarmRow): readonly string[] => [
  alarm.subject.name,
  ...namesIn({ pair: alarm.pair, machines: [] }),
];

/** What only somebody with hands or authority can do; each with its one action. */
export function NeedsPerson({ alarms }: { alarms: readonly AlarmRow[] }): JSX.Element {
  const first = alarms.find((alarm) => alarm.operatorState === "none");
  return (
    <Region title="Needs a person" note={note(alarms)}>
      {alarms.length === 0 ? (
        <p className="sub">No open alarm wants anything from you.</p>
      ) : (
        <ul className={styles.list}>
          {alarms.slice(0, SHOWN).map((alarm) => (
            <li key={alarm.id} data-first={alarm === first || undefined}>
              <SeverityMark severity={alarm.severity} label={alarm.severity} />
              <div>
                <Link href={`/faults?alarm=${alarm.id}`}>
                  <Named text={alarm.wanted ?? `${alarm.label}, ${alarm.subject.name}`} names={namesOf(alarm)} />
                </Link>
                <p>
                  {alarm.wanted === null ? "" : `${alarm.label}. `}
                  {namesItself(alarm) ? null : (
                    <>
                      <span className="id">{alarm.subject.name}</span>.{" "}
                    </>
                  )}
                  <Named text={alarm.effect} names={namesOf(alarm)} />
                </p>
              </div>
              <AcknowledgeButton alarm={alarm} small />
            </li>
          ))}
        </ul>
      )}
      {alarms.length > SHOWN ? (
        <p className={styles.rest}>
          <Link href="/faults?q=is:open">
            {countWords(alarms.length - SHOWN, "more alarm")} that need{alarms.length - SHOWN === 1 ? "s" : ""} a person
          </Link>
        </p>
      ) : null}
    </Region>
  );
}
