import type { FaultKind } from "@v-available/domain/fault-kind";
import type { IncidentPhase, Severity } from "@v-available/domain/state";
import { bigint, index, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { atMs, revision } from "./column";

/** One moment as the hosts recorded it. */
export interface StoredPhase {
  readonly phase: IncidentPhase;
  readonly atMs: number;
  readonly rule: string | null;
  readonly sentences: readonly string[];
}

/**
 * The hosts' own names of root causes: their records carry them. Both hosts of a pair may name what happened between
 * them, so one incident can have several.
 */
export const incidentRoot = pgTable(
  "incident_root",
  {
    adapter: text("adapter").notNull(),
    rootRef: text("root_ref").notNull(),
    incidentId: uuid("incident_id").notNull(),
  },
  (table) => [primaryKey({ columns: [table.adapter, table.rootRef] })],
);

export const incident = pgTable(
  "incident",
  {
    id: uuid("id").primaryKey(),
    revision: revision(),
    adapter: text("adapter").notNull(),
    number: bigint("number", { mode: "number" }).notNull(),
    title: text("title").notNull(),
    kind: text("kind").$type<FaultKind>(),
    severity: text("severity").$type<Severity>().notNull(),
    pairId: uuid("pair_id"),
    openedAtMs: atMs("opened_at_ms").notNull(),
    restoredAtMs: atMs("restored_at_ms"),
    phases: jsonb("phases").$type<StoredPhase[]>().notNull(),
    vmIds: jsonb("vm_ids").$type<string[]>().notNull(),
    /** When each machine had its redundancy again. */
    restoredVms: jsonb("restored_vms").$type<Record<string, number>>().notNull(),
    /** The event that it began with: the cause that every later one names. */
    firstEventId: uuid("first_event_id").notNull(),
    firstSequence: bigint("first_sequence", { mode: "number" }).notNull(),
    lastSequence: bigint("last_sequence", { mode: "number" }).notNull(),
  },
  (table) => [index("incident_revision").on(table.revision), index("incident_opened").on(table.openedAtMs)],
);
