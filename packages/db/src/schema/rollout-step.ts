import type { Protection } from "@v-available/domain/level";
import type { RolloutStepState } from "@v-available/domain/rollout";
import { boolean, index, integer, jsonb, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { atMs, revision } from "./column";

/** What a rollout does to one machine. It is written in one transaction with the task that it asks for. */
export const rolloutStep = pgTable(
  "rollout_step",
  {
    id: uuid("id").primaryKey(),
    revision: revision(),
    rolloutId: uuid("rollout_id").notNull(),
    machineId: uuid("machine_id").notNull(),
    machineName: text("machine_name").notNull(),
    pairId: uuid("pair_id").notNull(),
    pairName: text("pair_name").notNull(),
    wave: integer("wave").notNull(),
    place: integer("place").notNull(),
    state: text("state").$type<RolloutStepState>().notNull(),
    /** What became of it, or why it goes back: a sentence; null where there is nothing to say. */
    reason: text("reason"),
    /** The level before its turn; null before that. */
    before: jsonb("before").$type<Protection>(),
    /** What is asked for, one after the other. */
    stations: jsonb("stations").$type<readonly Protection[]>().notNull(),
    /** Which of them is under way. */
    station: integer("station").notNull(),
    /** Of the task that is under way or was the last; null before the first. */
    taskKey: text("task_key"),
    /** Counts tasks, so that each has a key of its own. */
    asked: integer("asked").notNull(),
    mayLower: boolean("may_lower").notNull(),
    mayPassBelow: boolean("may_pass_below").notNull(),
    /** As predicted when the rollout began. */
    predictedMs: integer("predicted_ms").notNull(),
    startedAtMs: atMs("started_at_ms"),
    endedAtMs: atMs("ended_at_ms"),
  },
  (table) => [
    unique("rollout_step_machine").on(table.rolloutId, table.machineId),
    index("rollout_step_state").on(table.rolloutId, table.state),
    index("rollout_step_of_machine").on(table.machineId),
    index("rollout_step_task").on(table.taskKey),
  ],
);
