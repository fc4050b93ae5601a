import type { ObservedFreeHost } from "@v-available/domain/observed";
import { jsonb, pgTable, unique } from "drizzle-orm/pg-core";
import { observedColumns } from "./column";

/** A host of no pair. Once it is one of a pair it is a host, and this row is marked as gone. */
export const freeHost = pgTable(
  "free_host",
  {
    ...observedColumns(),
    observed: jsonb("observed").$type<ObservedFreeHost>().notNull(),
  },
  (table) => [unique("free_host_adapter_ref").on(table.adapter, table.ref)],
);
