import type { FaultKind } from "@v-available/domain/fault-kind";
import type { Severity } from "@v-available/domain/state";
import { sql } from "drizzle-orm";
import { boolean, index, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { atMs, revision, subjectColumns } from "./column";

export const fault = pgTable(
  "fault",
  {
    id: uuid("id").primaryKey(),
    revision: revision(),
    adapter: text("adapter").notNull(),
    kind: text("kind").$type<FaultKind>().notNull(),
    severity: text("severity").$type<Severity>().notNull(),
    ...subjectColumns(),
    pairId: uuid("pair_id"),
    incidentId: uuid("incident_id"),
    root: boolean("root").notNull(),
    openedAtMs: atMs("opened_at_ms").notNull(),
    closedAtMs: atMs("closed_at_ms"),
    evidence: text("evidence").notNull(),
  },
  (table) => [
    index("fault_revision").on(table.revision),
    uniqueIndex("fault_open")
      .on(table.adapter, table.kind, table.subjectKind, table.subjectRef)
      .where(sql`${table.closedAtMs} is null`),
    index("fault_incident").on(table.incidentId),
    index("fault_pair").on(table.pairId, table.openedAtMs),
  ],
);
