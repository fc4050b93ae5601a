import type { Role, Sites } from "@v-available/domain/role";
import { index, jsonb, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { atMs } from "./column";

/** What a program shows instead of signing in. It is gone with its row. */
export const apiKey = pgTable(
  "api_key",
  {
    id: uuid("id").primaryKey(),
    personId: uuid("person_id").notNull(),
    name: text("name").notNull(),
    /** Never more than its person may do at the time it is used. */
    role: text("role").$type<Role>().notNull(),
    sites: jsonb("sites").$type<Sites>().notNull(),
    keyHash: text("key_hash").notNull(),
    createdAtMs: atMs("created_at_ms").notNull(),
    expiresAtMs: atMs("expires_at_ms").notNull(),
    /** To the minute; null before its first use. */
    lastUsedAtMs: atMs("last_used_at_ms"),
  },
  (table) => [unique("api_key_hash").on(table.keyHash), index("api_key_person").on(table.personId)],
);
