"use client";
import type { AlarmRow } from "@v-available/api/view/alarm";
import type { OverviewView } from "@v-available/api/view/overview";
import { countWords } from "@v-available/domain/wording";
import { Region } from "@v-available/ui/Region";
import { type JSX, Suspense } from "react";
import { lazily } from "../client/lazily";
import { Link } from "../shell/Link";
import styles from "./NeedsPerson.module.css";
import { WaitsForSomebody } from "./UnderWay";

/** A list longer than this is read among the faults. */
const SHOWN = 8;
const URGENT = new Set<AlarmRow["severity"]>(["critical"]);

function note(alarms: readonly AlarmRow[], waiting: number): string {
  const all = alarms.length + waiting;
  if (all === 0) return "nobody, now";
  const urgent = alarms.filter((alarm) => URGENT.has(alarm.severity)).length;
  if (urgent === 0) return `${all}, none urgent`;
  return urgent === all ? `${urgent} urgent` : `${all}, ${urgent} urgent`;
}

// Fetched where there is an alarm: on most days there is none.
const WantedAlarm = lazily(() => import("./WantedAlarm").then(({ WantedAlarm }) => WantedAlarm));

/** What only somebody with hands or authority can do; each with its one action. */
export function NeedsPerson({
  alarms,
  waiting,
}: {
  alarms: readonly AlarmRow[];
  /** What people have set going, and what waits for one of them. */
  waiting: OverviewView["underWay"];
}): JSX.Element {
  const first = alarms.find((alarm) => alarm.operatorState === "none");
  return (
    <Region title="Needs a person" note={note(alarms, waiting.length)}>
      {waiting.length > 0 ? <WaitsForSomebody matters={waiting} /> : null}
      {alarms.length === 0 ? (
        <p className="sub">No open alarm wants anything from you.</p>
      ) : (
        <Suspense>
          <ul className={styles.list}>
            {alarms.slice(0, SHOWN).map((alarm) => (
              <li key={alarm.id} data-first={alarm === first || undefined}>
                <WantedAlarm alarm={alarm} />
              </li>
            ))}
          </ul>
        </Suspense>
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
