import type { ObservedHost } from "@v-available/domain/observed";
import { jsonb, pgTable, text, unique } from "drizzle-orm/pg-core";
import { observedColumns } from "./column";

export const host = pgTable(
  "host",
  {
    ...observedColumns(),
    pairRef: text("pair_ref").notNull(),
    state: text("state").notNull(),
    observed: jsonb("observed").$type<ObservedHost>().notNull(),
  },
  (table) => [unique("host_adapter_ref").on(table.adapter, table.ref)],
);
