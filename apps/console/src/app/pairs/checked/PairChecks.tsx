import type { PairCheckView } from "@v-available/api/view/pair-forming";
import { countWords } from "@v-available/domain/wording";
import { ShapeMark } from "@v-available/ui/ShapeMark";
import type { JSX } from "react";
import styles from "./checked.module.css";

const MARK = {
  pass: { shape: "round-solid", tone: "protected", word: "passes" },
  warn: { shape: "pointed-open", tone: "degraded", word: "warns" },
  block: { shape: "square-crossed", tone: "down", word: "blocks" },
} as const;
const RANK = { block: 0, warn: 1, pass: 2 } as const;

/** Each finding with its number, its limit, where that is from, and what can be done about it. */
export function PairChecks({ checks }: { checks: readonly PairCheckView[] }): JSX.Element {
  const sorted = [...checks].sort((one, other) => RANK[one.verdict] - RANK[other.verdict]);
  const count = (verdict: PairCheckView["verdict"]) => checks.filter((check) => check.verdict === verdict).length;
  return (
    <>
      <p className={styles.tally} role="status">
        {countWords(count("block"), "block")}, {countWords(count("warn"), "warning")}, {count("pass")} passed
      </p>
      <ul className={styles.checks} aria-label="Checks">
        {sorted.map((check) => {
          const mark = MARK[check.verdict];
          return (
            <li key={`${check.name} ${check.field} ${check.sentence}`} data-verdict={check.verdict}>
              <ShapeMark shape={mark.shape} tone={mark.tone} label={mark.word} />
              <div>
                <p>{check.sentence}</p>
                {check.verdict === "pass" || check.remedy === null ? null : <p className="mid">{check.remedy}</p>}
                {check.limit === null ? null : (
                  <p className="sub">
                    Limit: {check.limit} ({check.source})
                  </p>
                )}
              </div>
            </li>
          );
        })}
      </ul>
    </>
  );
}
