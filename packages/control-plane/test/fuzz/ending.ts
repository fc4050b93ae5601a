import type { Database } from "@v-available/db/database";
import { task } from "@v-available/db/schema/task";
import { openInRecord } from "../record-check";
import { OPERATOR, type TestWorld } from "../world";
import type { Performer } from "./perform";
import { truthOf } from "./truth";

/** In brisk time: the longest hold-off of an alarm is ten minutes, and a boot or a copy takes seconds. */
const SERVICE_BUDGET_MS = 120_000;
const CALM_BUDGET_MS = 900_000;
/** Longer ones make what is written stale: then nothing counts as safe, and no alarm clears. */
const STEP_MS = 2_000;

export interface Ending {
  readonly world: TestWorld;
  readonly database: Database;
  readonly performer: Performer;
  pass(ms: number, stepMs: number): Promise<void>;
  /** Machines of which no copy was left at some moment, by name. */
  readonly lost: ReadonlySet<string>;
}

/** Everything that was broken is mended, and people do what is left to people. @returns what does not come right all the same */
export async function endWell(ending: Ending): Promise<string[]> {
  const { world, database, pass } = ending;
  for (const { id } of world.simulator.lab.active()) world.simulator.lab.clear(id);
  let wanting: string[] = ["nothing was looked at"];
  for (let leftMs = SERVICE_BUDGET_MS; wanting.length > 0 && leftMs > 0; leftMs -= 4 * STEP_MS) {
    await pass(4 * STEP_MS, STEP_MS);
    await help(ending);
    wanting = await notAsDeclared(ending);
  }
  if (wanting.length > 0) return wanting.map((what) => `${what}, ${SERVICE_BUDGET_MS / 1_000} s after all was mended`);
  let open = await openInRecord(database);
  for (let leftMs = CALM_BUDGET_MS; open.length > 0 && leftMs > 0; leftMs -= 20 * STEP_MS) {
    await pass(20 * STEP_MS, STEP_MS);
    open = await openInRecord(database);
  }
  if (open.length > 0) return open.map((what) => `${what} stays open, ${CALM_BUDGET_MS / 1_000} s after all is well`);
  return await notAsDeclared(ending);
}

/** What stands still is started, and what lost its last copy is taken away: no system can do either for people. */
async function help({ world, performer, lost }: Ending): Promise<void> {
  for (const { id, name, power, headline } of await world.desk.queries.machineList()) {
    const { verbs } = world.desk;
    if (lost.has(name)) {
      if (power !== "off") await performer.ask((taskKey) => verbs.stopMachine({ machineId: id, taskKey }, OPERATOR));
      else
        await performer.ask((taskKey) => verbs.removeMachine({ machineId: id, taskKey, confirmName: name }, OPERATOR));
    } else if (power === "off" || headline.state === "Down")
      await performer.ask((taskKey) => verbs.startMachine({ machineId: id, taskKey }, OPERATOR));
  }
}

async function notAsDeclared({ world, database }: Ending): Promise<string[]> {
  const { sim } = world.simulator;
  const rows = await world.desk.queries.machineList();
  const problems: string[] = [];
  for (const vm of Object.values(sim.world.vms)) {
    const row = rows.find(({ name }) => name === vm.name);
    const truth = truthOf(sim, vm);
    const { declaredStop, headline } = row ?? {};
    const asDeclared =
      declaredStop === "unprotected" ||
      (declaredStop === "high-availability" ? truth.survivesHost : truth.survivesHostAtOnce);
    if (!truth.serves) problems.push(`${vm.name} does not run`);
    else if (!asDeclared) problems.push(`${vm.name} does not have its ${declaredStop}`);
    else if (headline?.state !== (declaredStop === "unprotected" ? "Unprotected" : "Protected"))
      problems.push(`${vm.name} is as declared and shown as ${headline?.state}: ${headline?.reason}`);
  }
  const tasks = await database.read((db) => db.select().from(task));
  for (const { title, step, state } of tasks)
    if (state === "running") problems.push(`the task "${title}" does not end: ${step}`);
  return problems;
}

/** S11: what was asked for once is one task, and was carried out at most once. */
export async function problemsOfTasks({ world, database, performer }: Ending): Promise<string[]> {
  const tasks = await database.read((db) => db.select().from(task));
  const keys = new Set(tasks.map(({ taskKey }) => taskKey));
  const carriedOut = Object.keys(world.simulator.sim.world.tasks);
  const problems: string[] = [];
  if (keys.size !== tasks.length || tasks.length > performer.keys)
    problems.push(`${performer.keys} intents became ${tasks.length} tasks`);
  for (const key of carriedOut) if (!keys.has(key)) problems.push(`${key} was carried out and is no task`);
  for (const { taskKey, state, title } of tasks)
    if (state === "succeeded" && world.simulator.sim.world.tasks[taskKey]?.observed.state !== "succeeded")
      problems.push(`"${title}" is said to have succeeded, and did not`);
  return problems;
}
