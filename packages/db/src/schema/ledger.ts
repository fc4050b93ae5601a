import { sql } from "drizzle-orm";
import { bigint, check, pgTable, smallint, text } from "drizzle-orm/pg-core";

/**
 * One row. Whoever writes facts locks it first, so that revisions become visible in the order they were given and the
 * event chain has one end. A sequence would not do: it hands out numbers that commit later than their successors.
 */
export const ledger = pgTable(
  "ledger",
  {
    id: smallint("id").primaryKey(),
    revision: bigint("revision", { mode: "number" }).notNull(),
    eventSequence: bigint("event_sequence", { mode: "number" }).notNull(),
    eventHash: text("event_hash").notNull(),
    incidentNumber: bigint("incident_number", { mode: "number" }).notNull(),
  },
  (table) => [check("ledger_one_row", sql`${table.id} = 1`)],
);
