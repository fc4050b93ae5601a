import type { Queryable } from "@v-available/db/database";
import { incident } from "@v-available/db/schema/incident";
import { ledger } from "@v-available/db/schema/ledger";
import { task } from "@v-available/db/schema/task";
import type { Orchestrator } from "@v-available/orchestrator/orchestrator";
import { and, desc, eq, inArray } from "drizzle-orm";
import { listAlarms } from "../alarm/list";
import { viewAlarm } from "../alarm/view";
import { listAudit } from "../audit/list";
import { authorise } from "../authorise";
import type { Queries } from "../desk";
import { listDrills } from "../drill/list";
import type { Environment } from "../environment";
import { listEvents } from "../event/list";
import { find } from "../find/find";
import { IndexOfNames } from "../find/index-of-names";
import { viewMaintenance } from "../host/maintenance";
import { previewReplace } from "../host/replace";
import { incidentView } from "../incident/view";
import { viewLoad } from "../load/view";
import { listViews } from "../machine-view/list";
import { getOverview } from "../overview/get";
import { previewForm } from "../pair/form-preview";
import { viewRoom } from "../pair/room";
import { pairRow } from "../pair/row";
import { viewPair } from "../pair/view";
import { previewPolicy } from "../policy/preview";
import { listPolicies, viewPolicy } from "../policy/view";
import { listRollouts, viewRollout } from "../rollout/view";
import { withoutScreen } from "../screen/without-screen";
import { listSites } from "../site/list";
import { type SystemSetting, systemInfo } from "../system/info";
import { taskView } from "../task/row";
import { previewBulk } from "../vm/bulk-preview";
import { viewCreatePreview } from "../vm/create-preview";
import { previewEdit } from "../vm/edit";
import { exportMachines } from "../vm/export";
import { findMachines } from "../vm/find";
import { HeldOrders } from "../vm/held-order";
import { MachineList } from "../vm/machine-list";
import { machineRow } from "../vm/row";
import { previewProtect, viewMachine } from "../vm/view";
import { listWorkHosts } from "../work-plan/hosts";
import { previewPlan } from "../work-plan/preview";
import { listPlans, viewPlan } from "../work-plan/view";
import { notFound } from "./not-found";
import { keptPictures } from "./picture";
import { SharedReads } from "./shared-reads";

async function newestRevision(db: Queryable): Promise<number> {
  const [head] = await db.select({ revision: ledger.revision }).from(ledger);
  return head?.revision ?? 0;
}

/** Newer than any revision: nothing that was read before will do. */
const ANEW = Number.MAX_SAFE_INTEGER;

/** Every answer is one snapshot of the database at one moment. */
export function makeQueries(
  { db: database, clock }: Environment,
  setting: SystemSetting,
  orchestrators: readonly Orchestrator[] = [],
): Queries {
  const reads = new SharedReads();
  const take = keptPictures();
  const names = new IndexOfNames();
  /** @param key the question and its input: equal ones share an answer */
  const ask = <T>(key: string, question: (db: Queryable, nowMs: number) => Promise<T>) =>
    reads.ask(key, () => database.read((db) => question(db, clock.nowMs())));
  const orders = new HeldOrders();
  let list: MachineList | null = null;
  /** @param since the list is at least as new as this revision */
  const machines = async (since = 0): Promise<MachineList> => {
    if (list && list.revision >= since && list.isGoodAt(clock.nowMs())) return list;
    list = await ask("machines", async (db, nowMs) => {
      if (list?.isStillSo(await newestRevision(db), nowMs)) return list;
      return new MachineList(await take(db, nowMs), list);
    });
    return list;
  };
  return {
    systemInfo: () => ask("systemInfo", (db, nowMs) => systemInfo(db, nowMs, database.engine, setting)),
    overview: () => ask("overview", (db, nowMs) => getOverview(db, nowMs, take)),
    machineList: () =>
      ask("machineList", async (db, nowMs) => {
        const { pairs } = await take(db, nowMs);
        return pairs.flatMap((pair) => pair.vms.map((machine) => machineRow(machine, pair)));
      }),
    machineFind: async ({ since, ...input }) => findMachines(await machines(since), orders, input),
    machineExport: async (input) => exportMachines(await machines(), input),
    machineValues: async ({ field, begins }) => (await machines()).values(field, begins),
    previewBulk: async (input, actor) => {
      // What is about to be changed is judged by what is so now.
      const now = await machines(ANEW);
      return database.read((db) => previewBulk(db, now, input, actor));
    },
    machine: (machineId) =>
      ask(`machine ${machineId}`, async (db, nowMs) => {
        const machine = await viewMachine(db, nowMs, machineId, take);
        return orchestrators.length === 0 ? withoutScreen(machine) : machine;
      }),
    machineLoad: (input) =>
      ask(`machineLoad ${JSON.stringify(input)}`, (db, nowMs) => viewLoad(db, nowMs, input, orchestrators)),
    previewProtect: (input) =>
      ask(`previewProtect ${JSON.stringify(input)}`, (db, nowMs) => previewProtect(db, nowMs, input)),
    previewEdit: (input) => ask(`previewEdit ${JSON.stringify(input)}`, (db, nowMs) => previewEdit(db, nowMs, input)),
    previewCreate: (input, actor) =>
      ask(`previewCreate ${JSON.stringify([input, actor])}`, (db, nowMs) =>
        viewCreatePreview(db, nowMs, input, actor, take),
      ),
    pairList: () =>
      ask("pairList", async (db, nowMs) => {
        const { pairs, sites } = await take(db, nowMs);
        return pairs.map((pair) => pairRow(pair, sites));
      }),
    pair: (pairId) => ask(`pair ${pairId}`, (db, nowMs) => viewPair(db, nowMs, pairId, take)),
    pairRoom: (input) => ask(`pairRoom ${JSON.stringify(input)}`, (db, nowMs) => viewRoom(db, nowMs, input, take)),
    previewForm: (input, actor) =>
      ask(`previewForm ${JSON.stringify([input, actor])}`, (db, nowMs) => previewForm(db, nowMs, input, actor)),
    policyList: () => ask("policyList", (db, nowMs) => listPolicies(db, nowMs, take)),
    policy: (policyId) => ask(`policy ${policyId}`, (db, nowMs) => viewPolicy(db, nowMs, policyId, take)),
    previewPolicy: (input) =>
      ask(`previewPolicy ${JSON.stringify(input)}`, (db, nowMs) => previewPolicy(db, nowMs, input, take)),
    rolloutList: (input) => ask(`rolloutList ${JSON.stringify(input)}`, (db) => listRollouts(db, input)),
    rollout: (rolloutId) => ask(`rollout ${rolloutId}`, (db, nowMs) => viewRollout(db, nowMs, rolloutId, take)),
    hostMaintenance: (hostId) => ask(`hostMaintenance ${hostId}`, (db, nowMs) => viewMaintenance(db, nowMs, hostId)),
    previewReplace: (input, actor) =>
      ask(`previewReplace ${JSON.stringify([input, actor])}`, (db, nowMs) => previewReplace(db, nowMs, input, actor)),
    siteList: (actor) => ask(`siteList ${JSON.stringify(actor)}`, (db, nowMs) => listSites(db, nowMs, actor, take)),
    planList: () => ask("planList", (db, nowMs) => listPlans(db, nowMs, take)),
    plan: (planId) => ask(`plan ${planId}`, (db, nowMs) => viewPlan(db, nowMs, planId, take)),
    previewPlan: (input) =>
      ask(`previewPlan ${JSON.stringify(input)}`, (db, nowMs) => previewPlan(db, nowMs, input, take, orchestrators)),
    workHosts: (input) =>
      ask(`workHosts ${JSON.stringify(input)}`, (db, nowMs) => listWorkHosts(db, nowMs, input, take)),
    drillList: () => ask("drillList", (db, nowMs) => listDrills(db, nowMs, take)),
    alarmList: (input) => ask(`alarmList ${JSON.stringify(input)}`, (db, nowMs) => listAlarms(db, nowMs, input, take)),
    alarm: (alarmId) => ask(`alarm ${alarmId}`, (db, nowMs) => viewAlarm(db, nowMs, alarmId)),
    incident: (incidentId) =>
      ask(`incident ${incidentId}`, async (db, nowMs) => {
        const [row] = await db.select().from(incident).where(eq(incident.id, incidentId));
        if (!row) throw notFound("incident", "incidentId", incidentId);
        return incidentView(db, row, await take(db, nowMs));
      }),
    viewList: (actor) => ask(`viewList ${JSON.stringify(actor)}`, (db) => listViews(db, actor)),
    find: (input, actor) =>
      ask(`find ${actor.role} ${actor.name} ${input.text}`, (db, nowMs) => find(db, nowMs, names, input, actor)),
    auditList: async (input, actor) => {
      authorise(actor, "read-audit");
      return ask(`auditList ${JSON.stringify([input, actor.sites])}`, (db) => listAudit(db, input, actor.sites));
    },
    eventList: (input) =>
      ask(`eventList ${JSON.stringify(input)}`, async (db, nowMs) => listEvents(db, await take(db, nowMs), input)),
    taskList: ({ running, limit, taskKeys }) =>
      ask(`taskList ${running} ${limit} ${taskKeys?.join() ?? ""}`, async (db) => {
        const rows = await db
          .select()
          .from(task)
          .where(
            and(
              running ? eq(task.state, "running") : undefined,
              taskKeys ? inArray(task.taskKey, taskKeys) : undefined,
            ),
          )
          .orderBy(desc(task.startedAtMs))
          .limit(taskKeys?.length ?? limit);
        return rows.map(taskView);
      }),
    task: (taskId) =>
      ask(`task ${taskId}`, async (db) => {
        const [row] = await db.select().from(task).where(eq(task.id, taskId));
        if (!row) throw notFound("task", "taskId", taskId);
        return taskView(row);
      }),
  };
}
