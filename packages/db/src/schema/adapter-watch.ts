import { bigint, boolean, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { atMs, revision } from "./column";

/** How far the watch of each adapter is. The cursor moves in the transaction of the facts it stands for. */
export const adapterWatch = pgTable("adapter_watch", {
  adapter: text("adapter").primaryKey(),
  revision: revision(),
  product: text("product").notNull(),
  cursor: text("cursor"),
  /** When the adapter was last heard, by our clock. */
  observedAtMs: atMs("observed_at_ms"),
  /** When its pairs that are `heardWithAll` were last heard, by its clock. */
  heardAtMs: atMs("heard_at_ms"),
  firstObservedAtMs: atMs("first_observed_at_ms"),
  reachable: boolean("reachable").notNull(),
  problem: text("problem"),
  /** The port's `Capabilities`, stored as it came. */
  capabilities: jsonb("capabilities").$type<unknown>(),
});

/** The last record taken of each host's journal: what makes every record count exactly once. */
export const recordSource = pgTable(
  "record_source",
  {
    adapter: text("adapter").notNull(),
    source: text("source").notNull(),
    sequence: bigint("sequence", { mode: "number" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.adapter, table.source] })],
);
