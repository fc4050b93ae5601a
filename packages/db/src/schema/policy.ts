import type { PolicyPreset } from "@v-available/domain/policy";
import { sql } from "drizzle-orm";
import { index, integer, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { atMs, revision } from "./column";

/** A policy by its name; what it says is in its versions. */
export const policy = pgTable(
  "policy",
  {
    id: uuid("id").primaryKey(),
    revision: revision(),
    name: text("name").notNull(),
    /** Of the product: it is always there. */
    preset: text("preset").$type<PolicyPreset>().unique(),
    /** The version in force; null before the first is published. */
    version: integer("version"),
    /** Made by the caller: the same key again is the same policy. */
    key: text("key").notNull().unique(),
    createdAtMs: atMs("created_at_ms").notNull(),
    removedAtMs: atMs("removed_at_ms"),
  },
  (table) => [
    index("policy_revision").on(table.revision),
    uniqueIndex("policy_name").on(table.name).where(sql`${table.removedAtMs} is null`),
  ],
);
