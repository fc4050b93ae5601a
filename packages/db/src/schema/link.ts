import type { ObservedLink } from "@v-available/domain/observed";
import { jsonb, pgTable, text, unique } from "drizzle-orm/pg-core";
import { observedColumns } from "./column";

export const link = pgTable(
  "link",
  {
    ...observedColumns(),
    pairRef: text("pair_ref").notNull(),
    state: text("state").notNull(),
    observed: jsonb("observed").$type<ObservedLink>().notNull(),
  },
  (table) => [unique("link_adapter_ref").on(table.adapter, table.ref)],
);
