import type { ObservedSite } from "@v-available/domain/observed";
import { jsonb, pgTable, unique } from "drizzle-orm/pg-core";
import { observedColumns } from "./column";

export const site = pgTable(
  "site",
  {
    ...observedColumns(),
    observed: jsonb("observed").$type<ObservedSite>().notNull(),
  },
  (table) => [unique("site_adapter_ref").on(table.adapter, table.ref)],
);
