import type { AssignedBy } from "@v-available/domain/policy-assignment";
import { index, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { atMs, revision } from "./column";

/** Whom a policy holds. Ids sort by the time they were given, which decides between two alike. */
export const policyAssignment = pgTable(
  "policy_assignment",
  {
    id: uuid("id").primaryKey(),
    revision: revision(),
    policyId: uuid("policy_id").notNull(),
    by: jsonb("by").$type<AssignedBy>().notNull(),
    /** The same written as one text, so that nothing is assigned twice. */
    assignedBy: text("assigned_by").notNull(),
    assignedAtMs: atMs("assigned_at_ms").notNull(),
  },
  (table) => [index("policy_assignment_policy").on(table.policyId)],
);
