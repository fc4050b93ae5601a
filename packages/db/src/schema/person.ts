import type { Role, Sites } from "@v-available/domain/role";
import { boolean, integer, jsonb, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { atMs, revision } from "./column";

/** Somebody who may sign in. The row stays when they may no longer, because the record names them. */
export const person = pgTable(
  "person",
  {
    id: uuid("id").primaryKey(),
    revision: revision(),
    name: text("name").notNull(),
    role: text("role").$type<Role>().notNull(),
    sites: jsonb("sites").$type<Sites>().notNull(),
    /** Null for the people of the demo, who sign in without one. */
    passwordHash: text("password_hash"),
    /** Of a simulated fleet: nobody where the fleet is real. */
    demo: boolean("demo").notNull(),
    /** In a row, since the last time it went well. */
    failedSignIns: integer("failed_sign_ins").notNull(),
    lockedUntilMs: atMs("locked_until_ms"),
    createdAtMs: atMs("created_at_ms").notNull(),
    disabledAtMs: atMs("disabled_at_ms"),
  },
  (table) => [unique("person_name").on(table.name)],
);
