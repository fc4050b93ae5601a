import type { ObservedSite } from "@v-available/domain/observed";
import { doublePrecision, jsonb, pgTable, text, unique } from "drizzle-orm/pg-core";
import { observedColumns } from "./column";

export const site = pgTable(
  "site",
  {
    ...observedColumns(),
    /** What people call it, and where it stands, where they have said so; else null, and the adapter's word holds. */
    givenName: text("given_name"),
    givenLocation: text("given_location"),
    latitude: doublePrecision("latitude"),
    longitude: doublePrecision("longitude"),
    observed: jsonb("observed").$type<ObservedSite>().notNull(),
  },
  (table) => [unique("site_adapter_ref").on(table.adapter, table.ref)],
);
