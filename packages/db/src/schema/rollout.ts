import type { Protection } from "@v-available/domain/level";
import type { RolloutState } from "@v-available/domain/rollout";
import { index, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { atMs, revision } from "./column";

/** A version of a policy on its way to the machines that it holds. */
export const rollout = pgTable(
  "rollout",
  {
    id: uuid("id").primaryKey(),
    revision: revision(),
    policyId: uuid("policy_id").notNull(),
    policyName: text("policy_name").notNull(),
    version: integer("version").notNull(),
    /** What the version says, and so what each machine is to have. */
    protection: jsonb("protection").$type<Protection>().notNull(),
    state: text("state").$type<RolloutState>().notNull(),
    /** Why it is paused or was cancelled: a sentence; null while it runs. */
    because: text("because"),
    /** Who paused it; null where it stopped by itself at a surprise. */
    pausedBy: text("paused_by"),
    startedBy: text("started_by").notNull(),
    startedAtMs: atMs("started_at_ms").notNull(),
    /** When it was paused or began to be cancelled. */
    haltedAtMs: atMs("halted_at_ms"),
    endedAtMs: atMs("ended_at_ms"),
    /** How many machines whoever confirmed it accepted to have less than before, and to pass below both levels. */
    acceptedLower: integer("accepted_lower").notNull(),
    acceptedPass: integer("accepted_pass").notNull(),
    /** The event that it was begun or last resumed with: what it does by itself names it as its cause. */
    askedEventId: uuid("asked_event_id").notNull(),
    /** Made by the caller, where it was begun by itself: the same key again is the same rollout. */
    key: text("key").unique(),
  },
  (table) => [
    index("rollout_revision").on(table.revision),
    index("rollout_policy").on(table.policyId),
    index("rollout_state").on(table.state),
  ],
);
