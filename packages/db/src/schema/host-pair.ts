import type { ObservedPair } from "@v-available/domain/observed";
import { jsonb, pgTable, text, unique } from "drizzle-orm/pg-core";
import { atMs, observedColumns } from "./column";

export const hostPair = pgTable(
  "host_pair",
  {
    ...observedColumns(),
    siteRef: text("site_ref").notNull(),
    /**
     * When the adapter last told that it is heard; newer than `observed.observedAtMs`, moved without a revision. Where it is
     * `heardWithAll`, it may have been heard since: the adapter's watch knows.
     */
    heardAtMs: atMs("heard_at_ms").notNull(),
    observed: jsonb("observed").$type<ObservedPair>().notNull(),
  },
  (table) => [unique("host_pair_adapter_ref").on(table.adapter, table.ref)],
);
