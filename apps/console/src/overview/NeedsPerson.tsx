"use client";
import type { AlarmRow } from "@v-available/api/view/alarm";
import { SeverityMark } from "@v-available/ui/SeverityMark";
import Link from "next/link";
import type { JSX } from "react";
import { Named } from "../client/Named";
import { AcknowledgeButton } from "../fault/AcknowledgeButton";
import { namesItself } from "../fault/effect";
import { namesIn } from "../incident/incident-name";
import styles from "./NeedsPerson.module.css";

const URGENT = new Set<AlarmRow["severity"]>(["critical"]);

function note(alarms: readonly AlarmRow[]): string {
  if (alarms.length === 0) return "nobody, now";
  const urgent = alarms.filter((alarm) => URGENT.has(alarm.severity)).length;
  return `${alarms.length}, ${urgent === 0 ? "none urgent" : `${urgent} urgent`}`;
}

const namesOf = (alarm: AlarmRow): readonly string[] => [
  alarm.subject.name,
  ...namesIn({ pair: alarm.pair, machines: [] }),
];

/** What only somebody with hands or authority can do; each with its one action. */
export function NeedsPerson({ alarms }: { alarms: readonly AlarmRow[] }): JSX.Element {
  const first = alarms.find((alarm) => alarm.operatorState === "none");
  return (
    <section aria-labelledby="needs">
      <div className="hd">
        <h2 id="needs">Needs a person</h2>
        <span className="sub">{note(alarms)}</span>
      </div>
      {alarms.length === 0 ? (
        <p className="sub pt-2">No open alarm wants anything from you.</p>
      ) : (
        <ul className={styles.list}>
          {alarms.map((alarm) => (
            <li key={alarm.id} data-first={alarm === first || undefined}>
              <SeverityMark severity={alarm.severity} label={alarm.severity} />
              <div>
                <Link href={`/faults?alarm=${alarm.id}`} prefetch={false}>
                  <Named text={alarm.wanted ?? `${alarm.label}, ${alarm.subject.name}`} names={namesOf(alarm)} />
                </Link>
                <p>
                  {alarm.wanted === null ? "" : `${alarm.label}: `}
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
    </section>
  );
}
