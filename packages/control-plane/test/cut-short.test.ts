import type { Database } from "@v-available/db/database";
import { PROTECTION_OF_STOP } from "@v-available/domain/level";
import type { ActiveFault } from "@v-available/orchestrator-simulator/fault-lab";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { openInRecord, problemsOfRecord } from "./record-check";
import { OPERATOR, openWorld, sharedDatabase, type TestWorld } from "./world";

const KEY = "00000000-0000-7000-8000-000000000001";
let shared: Awaited<ReturnType<typeof sharedDatabase>>;
let database: Database;
let world: TestWorld;
beforeAll(async () => {
  shared = await sharedDatabase("pglite");
}, 60_000);
afterAll(() => shared.dispose());
beforeEach(async () => {
  database = await shared.fresh();
  world = await openWorld(database);
  await world.pass(10_000, 1_000);
  return () => world.stop();
});

const machineNamed = async (name: string) => {
  const found = (await world.desk.queries.machineList()).find((machine) => machine.name === name);
  if (!found) throw new Error(`there is no ${name}`);
  return found;
};
const taskState = async () => (await world.desk.queries.taskList({ limit: 10, running: false }))[0]?.state;
const inject = (kind: ActiveFault["kind"], subjectRef: (refs: readonly string[]) => string | undefined) => {
  const refs = world.simulator.lab
    .catalogue()
    .find((offer) => offer.kind === kind)
    ?.subjects.map(({ ref }) => ref);
  world.simulator.lab.inject({ kind, subjectRef: subjectRef(refs ?? []) ?? "" });
};

it("asks for a task that was written down when the database failed, without a restart", async () => {
  const { id } = await machineNamed("plain");
  world.db.breakAt("after commit");
  await expect(world.desk.verbs.stopMachine({ machineId: id, taskKey: KEY }, OPERATOR)).rejects.toThrow("broken");
  await world.until(async () => (await taskState()) === "succeeded", "the end of the task", 60_000);
  expect((await machineNamed("plain")).power).toBe("off");
});

it("ends the task of a switch that the hosts called off, and says so", async () => {
  const { id } = await machineNamed("ha-app");
  await world.desk.verbs.switchActive({ machineId: id, to: "b", taskKey: KEY }, OPERATOR);
  inject("host-power-loss", (refs) => refs.find((ref) => ref.includes("-b")));
  await world.until(async () => (await taskState()) === "failed", "the end of the task", 60_000);
  expect((await machineNamed("ha-app")).activeSide).toBe("a");
});

it("names the failed copy as the cause of going on alone", async () => {
  inject("disk-failed", (refs) => refs.find((ref) => ref.includes("-b/")));
  await world.pass(10_000, 1_000);
  expect(await problemsOfRecord(world, database)).toEqual([]);
});

it("makes no incident of a level that a person takes off", async () => {
  const { id } = await machineNamed("ha-app");
  const protection = PROTECTION_OF_STOP.unprotected;
  await world.desk.verbs.protectMachine({ machineId: id, protection, taskKey: KEY }, OPERATOR);
  await world.until(async () => (await taskState()) === "succeeded", "the end of the task", 60_000);
  await world.pass(10_000, 1_000);
  expect(await problemsOfRecord(world, database)).toEqual([]);
  expect(await openInRecord(database)).toEqual([]);
  expect(world.simulator.sim.world.journal.records.filter(({ rootRef }) => rootRef !== null)).toEqual([]);
});
