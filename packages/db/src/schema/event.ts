import type { FaultKind } from "@v-available/domain/fault-kind";
import type { IncidentPhase, Severity } from "@v-available/domain/state";
import { bigint, boolean, index, jsonb, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { atMs, revision, type SubjectKind } from "./column";

/** Append-only. `sequence` has no gap and `hash` chains every row to the one before. */
export const event = pgTable(
  "event",
  {
    id: uuid("id").primaryKey(),
    revision: revision(),
    sequence: bigint("sequence", { mode: "number" }).notNull(),
    atMs: atMs("at_ms").notNull(),
    type: text("type").notNull(),
    actor: text("actor").$type<"host" | "operator" | "control-plane">().notNull(),
    actorName: text("actor_name").notNull(),
    sentence: text("sentence").notNull(),
    severity: text("severity").$type<Severity>(),
    phase: text("phase").$type<IncidentPhase>(),
    rule: text("rule"),
    faultKind: text("fault_kind").$type<FaultKind>(),
    clears: boolean("clears").notNull(),
    adapter: text("adapter"),
    subjectKind: text("subject_kind").$type<SubjectKind>(),
    subjectRef: text("subject_ref"),
    subjectId: uuid("subject_id"),
    subjectName: text("subject_name"),
    pairId: uuid("pair_id"),
    incidentId: uuid("incident_id"),
    vmIds: jsonb("vm_ids").$type<string[]>().notNull(),
    causeEventId: uuid("cause_event_id"),
    taskId: uuid("task_id"),
    source: text("source"),
    sourceSequence: bigint("source_sequence", { mode: "number" }),
    previousHash: text("previous_hash").notNull(),
    hash: text("hash").notNull(),
  },
  (table) => [
    unique("event_sequence").on(table.sequence),
    unique("event_source").on(table.adapter, table.source, table.sourceSequence),
    index("event_revision").on(table.revision),
    index("event_incident").on(table.incidentId, table.sequence),
    index("event_pair").on(table.pairId, table.sequence),
    index("event_vm").using("gin", table.vmIds),
  ],
);
