import type { AlarmRow } from "@v-available/api/view/alarm";
import { numberWords } from "@v-available/domain/wording";
import type { JSX } from "react";
import styles from "./FaultHistory.module.css";

const MARKED = ["critical", "major"] as const;

export interface FaultHistoryProps {
  readonly alarms: readonly AlarmRow[];
  /** How many of them the table shows. */
  readonly shown: number;
}

/** All that was found, one line an alarm from the first to the last; critical and major ones are marked. */
export function FaultHistory({ alarms, shown }: FaultHistoryProps): JSX.Element {
  const count = Math.max(1, alarms.length);
  const line = (index: number, from: number, to: number): string => `M${from} ${index + 0.5}H${to}`;
  const plain = alarms.map((_, index) => line(index, 4, 8)).join("");
  const marked = (severity: (typeof MARKED)[number], open: boolean): string =>
    alarms
      .map((alarm, index) =>
        alarm.severity === severity && (alarm.clearedAtMs === null) === open ? line(index, 0, 12) : "",
      )
      .join("");
  return (
    <svg
      className={styles.history}
      viewBox={`0 0 12 ${count}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`${numberWords(alarms.length)} alarms, newest above; the table shows ${numberWords(Math.min(shown, alarms.length))}`}
    >
      <rect width="12" height={Math.min(shown, count)} fill="var(--paper-2)" />
      <path d={plain} stroke="var(--rule-2)" />
      {MARKED.map((severity) => (
        <g key={severity}>
          <path d={marked(severity, false)} stroke="var(--ink-3)" />
          <path d={marked(severity, true)} stroke={`var(--${severity})`} strokeWidth="2" />
        </g>
      ))}
    </svg>
  );
}
