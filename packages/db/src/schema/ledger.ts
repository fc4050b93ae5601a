import { sql } from "drizzle-orm";
import { bigint, check, pgTable, smallint, text } from "drizzle-orm/pg-core";

/**
 * One row. Whoever writes facts locks it first, so that revisions become visible in the order they were given and the
 * event chain and the audit log have one end. A sequence would not do: it hands out numbers that commit later than their successors.
 */
export const ledger = pgTable(
  "ledger",
  {
    id: smallint("id").primaryKey(),
    revision: bigint("revision", { mode: "number" }).notNull(),
    eventSequence: bigint("event_sequence", { mode: "number" }).notNull(),
    eventHash: text("event_hash").notNull(),
    incidentNumber: bigint("incident_number", { mode: "number" }).notNull(),
    auditSequence: bigint("audit_sequence", { mode: "number" }).notNull().default(0),
    /** Kept here as well: entries that were cut off the end show by it. */
    auditHash: text("audit_hash").notNull().default("0".repeat(64)),
  },
  (table) => [check("ledger_one_row", sql`${table.id} = 1`)],
);
