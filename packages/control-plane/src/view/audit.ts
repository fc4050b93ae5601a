import type { AuditEntry, AuditVerdict } from "@v-available/domain/audit";
import type { AuditChange } from "@v-available/domain/audit-change";
import type { TaskState } from "@v-available/domain/state";

export interface AuditVerdictView {
  readonly verdict: AuditVerdict;
  readonly atMs: number;
  /** Who had it checked. */
  readonly by: string | null;
}

export interface AuditRow extends Omit<AuditEntry, "before" | "after" | "previousHash"> {
  readonly changes: readonly AuditChange[];
  readonly siteName: string | null;
  /** How far it is that was asked for. */
  readonly taskState: TaskState | null;
}

export interface AuditPage {
  readonly entries: readonly AuditRow[];
  /** The `before` of the next page; null where this is the last. */
  readonly nextBefore: number | null;
  /** When the chain was last checked, and what came of it; null where it never was. */
  readonly checked: AuditVerdictView | null;
  /** True where whoever asks sees those of their sites only. */
  readonly limited: boolean;
}
