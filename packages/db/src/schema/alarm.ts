import type { FaultKind } from "@v-available/domain/fault-kind";
import type { OperatorState, Severity } from "@v-available/domain/state";
import { sql } from "drizzle-orm";
import { boolean, index, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { atMs, revision, subjectColumns } from "./column";

export const alarm = pgTable(
  "alarm",
  {
    id: uuid("id").primaryKey(),
    revision: revision(),
    adapter: text("adapter").notNull(),
    kind: text("kind").$type<FaultKind>().notNull(),
    severity: text("severity").$type<Severity>().notNull(),
    ...subjectColumns(),
    pairId: uuid("pair_id"),
    incidentId: uuid("incident_id"),
    effect: text("effect").notNull(),
    openedAtMs: atMs("opened_at_ms").notNull(),
    /** When the condition was gone; the alarm stands on for its hold-off. */
    goneAtMs: atMs("gone_at_ms"),
    clearDueAtMs: atMs("clear_due_at_ms"),
    clearedAtMs: atMs("cleared_at_ms"),
    operatorState: text("operator_state").$type<OperatorState>().notNull(),
    acknowledgedBy: text("acknowledged_by"),
    acknowledgedAtMs: atMs("acknowledged_at_ms"),
    shelvedUntilMs: atMs("shelved_until_ms"),
    needsPerson: boolean("needs_person").notNull(),
    wanted: text("wanted"),
    vmIds: jsonb("vm_ids").$type<string[]>().notNull(),
    /** The event that last changed its condition: what follows of itself names it as its cause. */
    causeEventId: uuid("cause_event_id"),
  },
  (table) => [
    // One alarm for each kind and subject stands at a time; a cleared one stays as history.
    uniqueIndex("alarm_standing")
      .on(table.adapter, table.kind, table.subjectKind, table.subjectRef)
      .where(sql`${table.clearedAtMs} is null`),
    index("alarm_revision").on(table.revision),
    index("alarm_opened").on(table.openedAtMs),
    index("alarm_incident").on(table.incidentId),
  ],
);
