import type { Policy } from "@v-available/domain/policy";
import { integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { atMs, revision } from "./column";

/** What will be the next version: one for each policy at most. Its revision tells two editors apart. */
export const policyDraft = pgTable("policy_draft", {
  policyId: uuid("policy_id").primaryKey(),
  revision: revision(),
  policy: jsonb("policy").$type<Policy>().notNull(),
  /** The version that it began from; null before the first. */
  baseVersion: integer("base_version"),
  editedBy: text("edited_by").notNull(),
  editedAtMs: atMs("edited_at_ms").notNull(),
});
