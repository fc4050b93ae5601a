import type { JSX } from "react";
import type { RunAbout } from "./run/message";
import styles from "./TimeAxis.module.css";

const STEPS_MS = [10_000, 30_000, 60_000, 120_000, 300_000] as const;
const MOST_MARKS = 7;

/** The one axis of all strips; zero is where the fault happens. */
export function TimeAxis({ about }: { about: RunAbout }): JSX.Element {
  const { beginsAtMs, untilMs, zero } = about;
  const stepMs = STEPS_MS.find((step) => untilMs / step <= MOST_MARKS) ?? 300_000;
  const marks = Array.from({ length: Math.floor(untilMs / stepMs) }, (_, index) => (index + 1) * stepMs);
  const left = (ms: number) => ({ left: `${((100 * (ms - beginsAtMs)) / (untilMs - beginsAtMs)).toFixed(2)}%` });
  return (
    <div className={styles.axis} aria-hidden="true">
      <span className={styles.marks}>
        <b style={left(0)}>{zero}</b>
        {marks.map((ms) => (
          <i key={ms} style={left(ms)}>
            {ms / 1_000} s
          </i>
        ))}
      </span>
    </div>
  );
}
