import type { Side } from "@v-available/domain/state";
import { sql } from "drizzle-orm";
import { index, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { atMs } from "./column";

export type ExposureCause = "planned-work" | "host-lost" | "disk" | "links" | "witness" | "other";

/** A stretch of time in which a machine's effective level was below its declared one. */
export const exposure = pgTable(
  "exposure",
  {
    id: uuid("id").primaryKey(),
    vmId: uuid("vm_id").notNull(),
    cause: text("cause").$type<ExposureCause>().notNull(),
    fromMs: atMs("from_ms").notNull(),
    toMs: atMs("to_ms"),
    /** Whose copy was missing: who is active afterwards does not tell. Null in what was written before this was kept. */
    missingSide: text("missing_side").$type<Side>(),
  },
  (table) => [
    uniqueIndex("exposure_running").on(table.vmId).where(sql`${table.toMs} is null`),
    index("exposure_from").on(table.fromMs),
  ],
);
