import type { AuditKind, AuditOutcome, AuditRefusal, AuditSubjectKind } from "@v-available/domain/audit";
import type { Role } from "@v-available/domain/role";
import { sql } from "drizzle-orm";
import { bigint, index, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { atMs, revision } from "./column";

/**
 * What people did and were refused. `sequence` has no gap, `hash` chains every row to the one before, and a trigger
 * refuses to change or delete one.
 */
export const auditEntry = pgTable(
  "audit_entry",
  {
    sequence: bigint("sequence", { mode: "number" }).primaryKey(),
    revision: revision(),
    atMs: atMs("at_ms").notNull(),
    kind: text("kind").$type<AuditKind>().notNull(),
    outcome: text("outcome").$type<AuditOutcome>().notNull(),
    personId: uuid("person_id"),
    personName: text("person_name"),
    role: text("role").$type<Role>(),
    address: text("address").notNull(),
    agent: text("agent").notNull(),
    subjectKind: text("subject_kind").$type<AuditSubjectKind>(),
    subjectId: uuid("subject_id"),
    subjectName: text("subject_name"),
    siteId: uuid("site_id"),
    taskId: uuid("task_id"),
    reason: text("reason"),
    before: jsonb("before").$type<unknown>(),
    after: jsonb("after").$type<unknown>(),
    refusal: jsonb("refusal").$type<AuditRefusal>(),
    previousHash: text("previous_hash").notNull(),
    hash: text("hash").notNull(),
  },
  (table) => [
    index("audit_entry_revision").on(table.revision),
    index("audit_entry_at").on(table.atMs, table.sequence),
    index("audit_entry_kind").on(table.kind, table.sequence),
    index("audit_entry_site").on(table.siteId, table.sequence),
    // For the beginning of a name, whatever its case.
    index("audit_entry_person").on(sql`lower(${table.personName}) text_pattern_ops`, table.sequence),
    index("audit_entry_subject").on(sql`lower(${table.subjectName}) text_pattern_ops`, table.sequence),
  ],
);
