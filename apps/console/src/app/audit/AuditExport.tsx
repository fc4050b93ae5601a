import { Button } from "@v-available/ui/Button";
import type { JSX } from "react";
import styles from "./audit.module.css";
import type { inputOf } from "./audit-filter";

/** A plain form: the browser keeps what the server sends as a file. */
export function AuditExport({
  input: { before: _, ...filter },
  blockedBy,
}: {
  input: ReturnType<typeof inputOf>;
  blockedBy: string | null;
}): JSX.Element {
  return (
    <form action="/api/audit/export" method="post" className={styles.export}>
      {Object.entries(filter).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value ?? ""} />
      ))}
      <span className="mid">Take along what the filter leaves, on all pages:</span>
      <Button type="submit" name="format" value="jsonl" blockedBy={blockedBy}>
        JSON Lines
      </Button>
      <Button type="submit" name="format" value="csv" blockedBy={blockedBy}>
        CSV
      </Button>
    </form>
  );
}
