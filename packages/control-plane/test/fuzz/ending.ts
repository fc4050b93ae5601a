import type { Database } from "@v-available/db/database";
import { task } from "@v-available/db/schema/task";
import { otherSide, SIDES, type Side } from "@v-available/domain/state";
import { isWhole } from "@v-available/orchestrator-simulator/invariant";
import { observeVm } from "@v-available/orchestrator-simulator/view";
import type { SimVm } from "@v-available/orchestrator-simulator/world/machine";
import type { MachineRow } from "../../src/view/machine";
import { openInRecord } from "../record-check";
import { OPERATOR, type TestWorld } from "../world";
import { choice, type Performer } from "./perform";
import type { Port } from "./port";
import { isAsDeclared, truthOf } from "./truth";

/** In brisk time: a boot or a copy takes seconds, the longest hold-off of an alarm ten minutes. */
const SERVICE_BUDGET_MS = 120_000;
const CALM_BUDGET_MS = 900_000;
/** What a fault that nobody told the end of is seen to be over by, and then some. */
const CLOSE_BUDGET_MS = 30_000;
/** Longer ones make what is written stale: then nothing counts as safe, and no alarm clears. */
const STEP_MS = 1_000;

export interface Ending {
  readonly world: TestWorld;
  readonly database: Database;
  readonly performer: Performer;
  readonly port: Port;
  readonly waitsForCalm: boolean;
  pass(ms: number, stepMs: number): Promise<void>;
  /** Machines of which broken disks left no copy, by ref. */
  readonly lost: ReadonlySet<string>;
}

/** Everything that was broken is mended, and people do what is left to people. @returns what does not come right all the same */
export async function endWell(ending: Ending): Promise<string[]> {
  const { world, port } = ending;
  port.mend();
  for (const { id } of world.simulator.lab.active()) world.simulator.lab.clear(id);
  const unserved = await waitUntilNone(ending, SERVICE_BUDGET_MS, 4 * STEP_MS, async () => {
    const rows = await world.desk.queries.machineList();
    await help(ending, rows);
    return notAsDeclared(ending, rows);
  });
  if (unserved.length > 0) return unserved;
  const unclosed = await waitUntilNone(ending, CLOSE_BUDGET_MS, 4 * STEP_MS, () => standing(ending, "condition"));
  if (unclosed.length > 0) return unclosed;
  if (!ending.waitsForCalm) return [];
  const uncleared = await waitUntilNone(ending, CALM_BUDGET_MS, 40 * STEP_MS, () => standing(ending, "anything"));
  return uncleared.length > 0 ? uncleared : notAsDeclared(ending, await world.desk.queries.machineList());
}

async function waitUntilNone(
  { pass }: Ending,
  budgetMs: number,
  everyMs: number,
  problems: () => Promise<string[]>,
): Promise<string[]> {
  let found = await problems();
  for (let leftMs = budgetMs; found.length > 0 && leftMs > 0; leftMs -= everyMs) {
    await pass(everyMs, STEP_MS);
    found = await problems();
  }
  return found.map((what) => `${what}, ${budgetMs / 1_000} s after all else is well`);
}

/** What is open in the record. An alarm whose condition is gone may stand until its hold-off is over. */
async function standing({ database }: Ending, what: "condition" | "anything"): Promise<string[]> {
  const open = await openInRecord(database);
  return open.filter(({ heldOff }) => what === "anything" || !heldOff).map(({ sentence }) => `${sentence} stays open`);
}

/** One that is off copies nothing: where it lacks something it must run to get it back. */
const isWellOff = ({ power, declaredStop, headline }: MachineRow): boolean =>
  power === "off" && headline.state === (declaredStop === "unprotected" ? "Unprotected" : "Protected");

const NOTHING_ASKED = { histories: null, undecided: null };

/** Of two copies that may both be right people take now the one, now the other; not one that broke since. */
function likedSide({ question, name, legs }: SimVm): Side | null {
  if (!question) return null;
  const liked = name.endsWith("1") ? question.side : otherSide(question.side);
  return [liked, otherSide(liked)].find((side) => isThere(legs[side])) ?? null;
}

const isThere = (leg: SimVm["legs"][Side]): boolean => leg?.failed === false && leg.missingBytes === 0;

/** Where the disk of what has all that was acknowledged broke, people take what there is. */
const longestSide = (vm: SimVm): Side =>
  SIDES.find((side) => isWhole(vm, side)) ?? SIDES.find((side) => isThere(vm.legs[side])) ?? "a";

/** What stands still is started, and what lost its last copy is taken away: no system can do either for people. */
async function help({ world, performer, lost, waitsForCalm }: Ending, rows: readonly MachineRow[]): Promise<void> {
  const { sim } = world.simulator;
  await endMaintenance(world, performer);
  const stuck = Object.values(sim.world.vms).filter(
    (vm) => lost.has(vm.ref) || vm.question || !truthOf(sim, vm).serves,
  );
  if (stuck.length === 0) return;
  const { verbs } = world.desk;
  for (const row of rows) {
    const { id, name, power, headline } = row;
    const vm = stuck.find((one) => one.name === name);
    if (!vm) continue;
    const { histories, undecided } = vm.fork || vm.question ? observeVm(sim, vm) : NOTHING_ASKED;
    if (undecided?.givenUp) continue;
    if (histories || undecided) {
      const keep = (undecided && likedSide(vm)) ?? longestSide(vm);
      await performer.help((taskKey) => verbs.chooseCopy(choice({ machineId: id, taskKey }, name, keep), OPERATOR));
    } else if (lost.has(vm.ref))
      await performer.help((taskKey) =>
        power !== "off"
          ? verbs.stopMachine({ machineId: id, taskKey }, OPERATOR)
          : verbs.removeMachine({ machineId: id, taskKey, confirmName: name }, OPERATOR),
      );
    else if ((power === "off" && (waitsForCalm || !isWellOff(row))) || headline.state === "Down")
      await performer.help((taskKey) => verbs.startMachine({ machineId: id, taskKey }, OPERATOR));
  }
}

async function endMaintenance({ simulator, desk }: TestWorld, performer: Performer): Promise<void> {
  const { hosts, pairs } = simulator.sim.world;
  for (const { name, pairRef, durable } of Object.values(hosts)) {
    if ((durable?.maintenance ?? null) === null) continue;
    const hostId = await performer.hostIdOf(pairs[pairRef]?.name ?? pairRef, name);
    if (hostId !== null) await performer.help((taskKey) => desk.verbs.leaveMaintenance({ hostId, taskKey }, OPERATOR));
  }
}

async function notAsDeclared({ world, waitsForCalm }: Ending, rows: readonly MachineRow[]): Promise<string[]> {
  const { sim } = world.simulator;
  const problems: string[] = [];
  for (const vm of Object.values(sim.world.vms)) {
    const row = rows.find(({ name }) => name === vm.name);
    const { recovery } = vm;
    if (recovery?.drill) problems.push(`the drill of ${vm.name} does not end: ${recovery.drill.step}`);
    else if (recovery && !recovery.point) problems.push(`${vm.name} is not copied to its recovery site`);
    if (row && !waitsForCalm && isWellOff(row)) continue; // as somebody wanted it
    const truth = truthOf(sim, vm);
    const { declaredStop = "unprotected", headline } = row ?? {};
    if (!truth.serves) problems.push(`${vm.name} does not run and is shown as ${headline?.state}: ${headline?.reason}`);
    else if (!isAsDeclared(declaredStop, truth)) problems.push(`${vm.name} does not have its ${declaredStop}`);
    else if (headline?.state !== (declaredStop === "unprotected" ? "Unprotected" : "Protected"))
      problems.push(`${vm.name} is as declared and shown as ${headline?.state}: ${headline?.reason}`);
  }
  for (const { title, step } of await world.desk.queries.taskList({ running: true, limit: 100 }))
    problems.push(`the task "${title}" does not end: ${step}`);
  return problems;
}

/** S11: what was asked for once is one task, sent once, and carried out at most once. */
export async function problemsOfTasks({ world, database, performer, port }: Ending): Promise<string[]> {
  const tasks = await database.read((db) => db.select().from(task));
  const keys = new Set(tasks.map(({ taskKey }) => taskKey));
  const carriedOut = world.simulator.sim.world.tasks;
  const problems = [...port.sentTwice];
  if (keys.size !== tasks.length || tasks.length > performer.keys)
    problems.push(`${performer.keys} intents became ${tasks.length} tasks`);
  for (const key of Object.keys(carriedOut)) if (!keys.has(key)) problems.push(`${key} was carried out and is no task`);
  for (const { taskKey, state, title } of tasks) {
    const really = carriedOut[taskKey]?.observed.state;
    if (state === "succeeded" && really !== "succeeded")
      problems.push(`"${title}" is said to have succeeded, and did not`);
    if (state !== "succeeded" && really === "succeeded")
      problems.push(`"${title}" succeeded and is said to be ${state}`);
  }
  return problems;
}
