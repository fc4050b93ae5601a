import type { ObservedPair } from "@v-available/domain/observed";
import { jsonb, pgTable, text, unique } from "drizzle-orm/pg-core";
import { observedColumns } from "./column";

export const hostPair = pgTable(
  "host_pair",
  {
    ...observedColumns(),
    siteRef: text("site_ref").notNull(),
    observed: jsonb("observed").$type<ObservedPair>().notNull(),
  },
  (table) => [unique("host_pair_adapter_ref").on(table.adapter, table.ref)],
);
