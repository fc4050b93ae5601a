import type { WorkStepState } from "@v-available/domain/work-plan";
import { index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { atMs } from "./column";

/** One host of a plan. */
export const workStep = pgTable(
  "work_step",
  {
    id: uuid("id").primaryKey(),
    planId: uuid("plan_id").notNull(),
    place: integer("place").notNull(),
    hostId: uuid("host_id").notNull(),
    state: text("state").$type<WorkStepState>().notNull(),
    /** Keys of the tasks of this try; written before they are asked for, so that a crash asks for the same again. */
    enterKey: uuid("enter_key"),
    leaveKey: uuid("leave_key"),
    beganAtMs: atMs("began_at_ms"),
    readyAtMs: atMs("ready_at_ms"),
    /** When a person said that the work is done. */
    workedAtMs: atMs("worked_at_ms"),
    endedAtMs: atMs("ended_at_ms"),
  },
  (table) => [index("work_step_plan").on(table.planId, table.place), index("work_step_host").on(table.hostId)],
);
