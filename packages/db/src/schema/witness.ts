import type { ObservedWitness } from "@v-available/domain/observed";
import { jsonb, pgTable, text, unique } from "drizzle-orm/pg-core";
import { observedColumns } from "./column";

export const witness = pgTable(
  "witness",
  {
    ...observedColumns(),
    pairRef: text("pair_ref").notNull(),
    observed: jsonb("observed").$type<ObservedWitness>().notNull(),
  },
  (table) => [unique("witness_adapter_ref").on(table.adapter, table.ref)],
);
