import type { JSX } from "react";
import styles from "./LabLedger.module.css";
import type { Ledger } from "./run/message";
import { secondsWords } from "./run/sentence";

type Verdict = "well" | "bad" | "worst";

/** What the clients were left with. Colour stands beside a word or a number, never for it. */
export function LabLedger({ ledger }: { ledger: Ledger }): JSX.Element {
  const { silenceMs, failed, lostWrites, dropped, answers } = ledger;
  const rows: readonly (readonly [string, string, Verdict])[] = [
    ["No answer", secondsWords(silenceMs), failed > 0 ? "bad" : "well"],
    ["Requests failed", failed.toLocaleString("en"), failed > 0 ? "bad" : "well"],
    ["Writes lost", lostWrites.toLocaleString("en"), lostWrites > 0 ? "worst" : "well"],
    ["Memory", !answers ? "not back yet" : dropped ? "lost" : "kept", dropped ? "bad" : "well"],
    ["Connections", !answers ? "not back yet" : dropped ? "dropped" : "kept", dropped ? "bad" : "well"],
  ];
  return (
    <dl className={styles.ledger}>
      {rows.map(([word, value, verdict], index) => (
        <div key={word} data-verdict={verdict}>
          <dt>{word}</dt>
          <dd className={index === 0 ? styles.first : undefined}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
