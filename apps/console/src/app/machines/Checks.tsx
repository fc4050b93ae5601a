import type { CheckView } from "@v-available/api/view/machine";
import { ShapeMark } from "@v-available/ui/ShapeMark";
import type { JSX } from "react";
import styles from "./Checks.module.css";

const CHECK_MARK = {
  pass: { shape: "round-solid", tone: "protected", word: "passes" },
  warn: { shape: "pointed-open", tone: "degraded", word: "warns" },
  block: { shape: "square-crossed", tone: "down", word: "blocks" },
} as const;

/** What admission says, with its numbers. */
export function Checks({ checks }: { checks: readonly CheckView[] }): JSX.Element {
  // What needs reading first: what blocks, then what warns.
  const rank = { block: 0, warn: 1, pass: 2 } as const;
  const sorted = [...checks].sort((one, other) => rank[one.verdict] - rank[other.verdict]);
  return (
    <ul className={styles.checks}>
      {sorted.map((check) => {
        const mark = CHECK_MARK[check.verdict];
        return (
          <li key={`${check.name} ${check.sentence}`}>
            <ShapeMark shape={mark.shape} tone={mark.tone} label={mark.word} />
            <span>
              {check.sentence} {check.remedy === null ? null : <span className="sub">{check.remedy}</span>}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
