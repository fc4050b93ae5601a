import type { Recurrence } from "@v-available/domain/maintenance-window";
import type { Role, Sites } from "@v-available/domain/role";
import type { WorkPlanState } from "@v-available/domain/work-plan";
import { index, integer, jsonb, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { atMs, revision } from "./column";

/** When hosts of a plan may be begun. */
export interface PlanWindow {
  readonly timeZone: string;
  readonly recurrence: Recurrence;
}

/** Planned work on several hosts, one after the other. */
export const workPlan = pgTable(
  "work_plan",
  {
    id: uuid("id").primaryKey(),
    revision: revision(),
    /** Made by whoever asks: the same key again is the same plan. */
    key: uuid("key").notNull(),
    name: text("name").notNull(),
    reason: text("reason").notNull(),
    state: text("state").$type<WorkPlanState>().notNull(),
    /** Why it does not go on; null while it does. */
    pausedBecause: text("paused_because"),
    /** No host is begun before. */
    startsAtMs: atMs("starts_at_ms").notNull(),
    /** Null: at any time. */
    window: jsonb("window").$type<PlanWindow>(),
    /** Machines that somebody confirmed by name: hosts are begun outside the windows of their policies too. */
    outsideWindowOf: jsonb("outside_window_of").$type<readonly string[]>().notNull().default([]),
    /** So long the work on one host is expected to take. */
    workMinutes: integer("work_minutes").notNull(),
    /** So many hosts are away at most. */
    atOnce: integer("at_once").notNull(),
    /** What is unplanned counts from here: what stood before is known to whoever let it go on. */
    watchedFromMs: atMs("watched_from_ms").notNull(),
    plannedBy: text("planned_by").notNull(),
    /** Null for whoever is only played. */
    plannedById: uuid("planned_by_id"),
    plannedAs: text("planned_as").$type<Role>().notNull(),
    plannedAt: jsonb("planned_at").$type<Sites>().notNull(),
    plannedAtMs: atMs("planned_at_ms").notNull(),
    endedAtMs: atMs("ended_at_ms"),
  },
  (table) => [unique("work_plan_key").on(table.key), index("work_plan_state").on(table.state)],
);
