import type { ObservedVm } from "@v-available/domain/observed";
import { jsonb, pgTable, text, unique } from "drizzle-orm/pg-core";
import { observedColumns } from "./column";

export const vm = pgTable(
  "vm",
  {
    ...observedColumns(),
    pairRef: text("pair_ref").notNull(),
    desiredPower: text("desired_power").$type<"on" | "off">().notNull(),
    observed: jsonb("observed").$type<ObservedVm>().notNull(),
  },
  (table) => [unique("vm_adapter_ref").on(table.adapter, table.ref)],
);
