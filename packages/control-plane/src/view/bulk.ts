import type { Protection } from "@v-available/domain/level";
import type { Side } from "@v-available/domain/state";
import type { Reference } from "./headline";

/** What is asked for one machine, as the verb of that name takes it, without its key. */
export type BulkAsk =
  | { readonly verb: "start" }
  | { readonly verb: "stop" }
  | { readonly verb: "switchActive"; readonly to: Side }
  | { readonly verb: "protect"; readonly protection: Protection }
  | { readonly verb: "assign"; readonly policyId: string }
  | { readonly verb: "label"; readonly labels: readonly string[] };

/** What would come of it for one machine. */
export interface BulkRow {
  readonly machineId: string;
  readonly name: string;
  readonly pair: Reference;
  readonly site: Reference;
  /** "High Availability" and "Fault Tolerance", "lit-a" and "lit-b". */
  readonly before: string;
  readonly after: string;
  /** Null where it would be refused. */
  readonly ask: BulkAsk | null;
  /** In plain sentences with the remedy; null where it would go. */
  readonly refusedBecause: string | null;
}

export interface BulkPreview {
  readonly nowMs: number;
  readonly revision: number;
  /** Those that go first, then those that are refused; each by name. */
  readonly rows: readonly BulkRow[];
  readonly goes: number;
  readonly refused: number;
  /** Why, and how many; the most frequent first. */
  readonly reasons: readonly { readonly because: string; readonly machines: number }[];
}
