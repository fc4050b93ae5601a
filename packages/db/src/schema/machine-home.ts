import type { Side } from "@v-available/domain/state";
import { pgTable, text, uuid } from "drizzle-orm/pg-core";
import { atMs, revision } from "./column";

/** Where machines are at home whose policy brings them back: where they were when it began to say so. */
export const machineHome = pgTable("machine_home", {
  vmId: uuid("vm_id").primaryKey(),
  revision: revision(),
  side: text("side").$type<Side>().notNull(),
  sinceMs: atMs("since_ms").notNull(),
});
