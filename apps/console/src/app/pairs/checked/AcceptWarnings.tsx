import type { PairCheckView } from "@v-available/api/view/pair-forming";
import type { JSX } from "react";
import styles from "./checked.module.css";

export const warningsOf = (checks: readonly PairCheckView[]): string[] =>
  checks.filter(({ verdict }) => verdict === "warn").map(({ key }) => key);

/** One mark for all that warns; a warning that comes later is not accepted by it. */
export function AcceptWarnings({
  warnings,
  accepted,
  onAccept,
}: {
  warnings: readonly string[];
  accepted: readonly string[];
  onAccept: (accepted: readonly string[]) => void;
}): JSX.Element | null {
  if (warnings.length === 0) return null;
  const one = warnings.length === 1;
  return (
    <label className={styles.accept}>
      <input
        type="checkbox"
        checked={warnings.every((key) => accepted.includes(key))}
        onChange={(event) => onAccept(event.target.checked ? warnings : [])}
      />
      <span>
        I have read {one ? "the warning" : `the ${warnings.length} warnings`} and accept {one ? "it" : "them"}.
      </span>
    </label>
  );
}
