import type { DiffLine } from "@v-available/domain/policy-diff";
import type { JSX } from "react";
import styles from "./policy.module.css";

const SAID = { same: "", removed: "removed: ", added: "added: " } as const;

/** A diff by line; what a sign shows is also said. */
export function DiffLines({ lines }: { lines: readonly DiffLine[] }): JSX.Element {
  return (
    <ul className={styles.diff}>
      {lines.map(({ kind, text }) => (
        <li key={`${kind} ${text}`} data-kind={kind}>
          <span className="vh">{SAID[kind]}</span>
          {text}
        </li>
      ))}
    </ul>
  );
}
