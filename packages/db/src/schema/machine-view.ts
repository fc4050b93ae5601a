import type { MachineColumn } from "@v-available/domain/machine-order";
import { boolean, index, jsonb, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { atMs, revision } from "./column";

/** A list of machines that somebody named: query, order and columns. */
export const machineView = pgTable(
  "machine_view",
  {
    /** Made by the caller: the same again is the same view. */
    id: uuid("id").primaryKey(),
    revision: revision(),
    /** Whose it is; null where it is everybody's. */
    personId: uuid("person_id"),
    name: text("name").notNull(),
    /** As names are compared. */
    nameKey: text("name_key").notNull(),
    filter: text("filter").notNull(),
    sortColumn: text("sort_column").$type<MachineColumn>().notNull(),
    sortDescending: boolean("sort_descending").notNull(),
    columns: jsonb("columns").$type<readonly MachineColumn[]>().notNull(),
    changedBy: text("changed_by").notNull(),
    changedAtMs: atMs("changed_at_ms").notNull(),
  },
  (table) => [
    index("machine_view_revision").on(table.revision),
    unique("machine_view_name").on(table.personId, table.nameKey).nullsNotDistinct(),
  ],
);
