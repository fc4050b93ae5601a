import { customType, integer, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { atMs } from "./column";

const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => "bytea" });

/** Where the readings of a machine stand in the frames of its adapter. A place that became free is given again. */
export const loadSlot = pgTable(
  "load_slot",
  {
    vmId: uuid("vm_id").primaryKey(),
    adapter: text("adapter").notNull(),
    slot: integer("slot").notNull(),
    /** What stands there from before is another machine's. */
    sinceMs: atMs("since_ms").notNull(),
  },
  (table) => [unique("load_slot_place").on(table.adapter, table.slot)],
);

/**
 * The load of many machines in one stretch of time, packed: a row for each machine would be thousands of rows a second.
 * Each step is kept as long as a chart of it reaches back.
 */
export const loadFrame = pgTable(
  "load_frame",
  {
    adapter: text("adapter").notNull(),
    stepMs: integer("step_ms").notNull(),
    block: integer("block").notNull(),
    /** When the stretch begins. */
    atMs: atMs("at_ms").notNull(),
    readings: bytes("readings").notNull(),
  },
  (table) => [primaryKey({ columns: [table.adapter, table.stepMs, table.block, table.atMs] })],
);
