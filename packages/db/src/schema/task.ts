import type { RefusalDetail } from "@v-available/domain/refusal";
import type { TaskState } from "@v-available/domain/state";
import { boolean, doublePrecision, index, jsonb, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { atMs, revision, subjectColumns } from "./column";

export const task = pgTable(
  "task",
  {
    id: uuid("id").primaryKey(),
    revision: revision(),
    taskKey: text("task_key").notNull(),
    adapter: text("adapter").notNull(),
    kind: text("kind").notNull(),
    title: text("title").notNull(),
    /** The port's `Command`, kept so that a crash before the adapter took it is healed with the same key. */
    command: jsonb("command").$type<unknown>().notNull(),
    /** True once the adapter has durably taken it or refused it. */
    taken: boolean("taken").notNull(),
    /** Its id is null while it is being made. */
    ...subjectColumns(),
    state: text("state").$type<TaskState>().notNull(),
    step: text("step").notNull(),
    progressRatio: doublePrecision("progress_ratio").notNull(),
    etaAtMs: atMs("eta_at_ms"),
    refusal: jsonb("refusal").$type<RefusalDetail>(),
    startedAtMs: atMs("started_at_ms").notNull(),
    endedAtMs: atMs("ended_at_ms"),
    startedBy: text("started_by").notNull(),
    /** The event that it was asked with: its end names it as its cause. */
    askedEventId: uuid("asked_event_id"),
  },
  (table) => [
    index("task_revision").on(table.revision),
    unique("task_key").on(table.taskKey),
    index("task_started").on(table.startedAtMs),
  ],
);
