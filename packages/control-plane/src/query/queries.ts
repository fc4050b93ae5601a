import type { Queryable } from "@v-available/db/database";
import { incident } from "@v-available/db/schema/incident";
import { task } from "@v-available/db/schema/task";
import { desc, eq } from "drizzle-orm";
import { listAlarms } from "../alarm/list";
import { viewAlarm } from "../alarm/view";
import type { Queries } from "../desk";
import type { Environment } from "../environment";
import { listEvents } from "../event/list";
import { incidentView } from "../incident/view";
import { getOverview } from "../overview/get";
import { pairRow } from "../pair/row";
import { viewPair } from "../pair/view";
import { type SystemSetting, systemInfo } from "../system/info";
import { taskView } from "../task/row";
import { machineRow } from "../vm/row";
import { previewProtect, viewMachine } from "../vm/view";
import { notFound } from "./not-found";
import { takePicture } from "./picture";

/** Every answer is one snapshot of the database at one moment. */
export function makeQueries({ db: database, clock }: Environment, setting: SystemSetting): Queries {
  const ask = <T>(question: (db: Queryable, nowMs: number) => Promise<T>) =>
    database.read((db) => question(db, clock.nowMs()));
  return {
    systemInfo: () => ask((db, nowMs) => systemInfo(db, nowMs, database.engine, setting)),
    overview: () => ask(getOverview),
    machineList: () =>
      ask(async (db, nowMs) => {
        const { pairs } = await takePicture(db, nowMs);
        return pairs.flatMap((pair) => pair.vms.map((machine) => machineRow(machine, pair)));
      }),
    machine: (machineId) => ask((db, nowMs) => viewMachine(db, nowMs, machineId)),
    previewProtect: (input) => ask((db, nowMs) => previewProtect(db, nowMs, input)),
    pairList: () => ask(async (db, nowMs) => (await takePicture(db, nowMs)).pairs.map(pairRow)),
    pair: (pairId) => ask((db, nowMs) => viewPair(db, nowMs, pairId)),
    alarmList: (input) => ask((db, nowMs) => listAlarms(db, nowMs, input)),
    alarm: (alarmId) => ask((db, nowMs) => viewAlarm(db, nowMs, alarmId)),
    incident: (incidentId) =>
      ask(async (db, nowMs) => {
        const [row] = await db.select().from(incident).where(eq(incident.id, incidentId));
        if (!row) throw notFound("incident", "incidentId", incidentId);
        return incidentView(db, row, await takePicture(db, nowMs));
      }),
    eventList: (input) => ask(async (db, nowMs) => listEvents(db, await takePicture(db, nowMs), input)),
    taskList: ({ running, limit }) =>
      ask(async (db) => {
        const rows = await db
          .select()
          .from(task)
          .where(running ? eq(task.state, "running") : undefined)
          .orderBy(desc(task.startedAtMs))
          .limit(limit);
        return rows.map(taskView);
      }),
    task: (taskId) =>
      ask(async (db) => {
        const [row] = await db.select().from(task).where(eq(task.id, taskId));
        if (!row) throw notFound("task", "taskId", taskId);
        return taskView(row);
      }),
  };
}
