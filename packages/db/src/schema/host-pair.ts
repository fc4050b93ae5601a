import type { ObservedPair } from "@v-available/domain/observed";
import { jsonb, pgTable, text, unique } from "drizzle-orm/pg-core";
import { atMs, observedColumns } from "./column";

export const hostPair = pgTable(
  "host_pair",
  {
    ...observedColumns(),
    siteRef: text("site_ref").notNull(),
    /** When the adapter last heard of it; newer than `observed.observedAtMs`, moved without a revision. */
    heardAtMs: atMs("heard_at_ms").notNull(),
    observed: jsonb("observed").$type<ObservedPair>().notNull(),
  },
  (table) => [unique("host_pair_adapter_ref").on(table.adapter, table.ref)],
);
