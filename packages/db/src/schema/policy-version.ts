import type { Policy } from "@v-available/domain/policy";
import type { DiffLine } from "@v-available/domain/policy-diff";
import { integer, jsonb, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { atMs, revision } from "./column";

/** What was published: never changed again. */
export const policyVersion = pgTable(
  "policy_version",
  {
    id: uuid("id").primaryKey(),
    revision: revision(),
    policyId: uuid("policy_id").notNull(),
    version: integer("version").notNull(),
    policy: jsonb("policy").$type<Policy>().notNull(),
    /** Against the version before it. */
    changes: jsonb("changes").$type<DiffLine[]>().notNull(),
    reason: text("reason").notNull(),
    publishedBy: text("published_by").notNull(),
    publishedAtMs: atMs("published_at_ms").notNull(),
    /** Made by the caller: the same key again is the same version. */
    key: text("key").notNull().unique(),
  },
  (table) => [unique("policy_version_number").on(table.policyId, table.version)],
);
