import { PROTECTION_OF_STOP } from "@v-available/domain/level";
import type { ActiveFault } from "@v-available/orchestrator-simulator/fault-lab";
import { expect, it } from "vitest";
import { openInRecord, problemsOfRecord } from "./record-check";
import { OPERATOR } from "./world";
import { worldOfEachTest } from "./world-of-each-test";

const KEY = "00000000-0000-7000-8000-000000000001";
const each = worldOfEachTest(10_000);

const machineNamed = async (name: string) => {
  const found = (await each.world.desk.queries.machineList()).find((machine) => machine.name === name);
  if (!found) throw new Error(`there is no ${name}`);
  return found;
};
const taskState = async () => (await each.world.desk.queries.taskList({ limit: 10, running: false }))[0]?.state;
const inject = (kind: ActiveFault["kind"], subjectRef: (refs: readonly string[]) => string | undefined) => {
  const refs = each.world.simulator.lab
    .catalogue()
    .find((offer) => offer.kind === kind)
    ?.subjects.map(({ ref }) => ref);
  each.world.simulator.lab.inject({ kind, subjectRef: subjectRef(refs ?? []) ?? "" });
};

it("asks for a task that was written down when the database failed, without a restart", async () => {
  const { id } = await machineNamed("plain");
  each.world.db.breakAt("after commit");
  await expect(each.world.desk.verbs.stopMachine({ machineId: id, taskKey: KEY }, OPERATOR)).rejects.toThrow("broken");
  await each.world.until(async () => (await taskState()) === "succeeded", "the end of the task", 60_000);
  expect((await machineNamed("plain")).power).toBe("off");
});

it("ends the task of a switch that the hosts called off, and says so", async () => {
  const { id } = await machineNamed("ha-app");
  await each.world.desk.verbs.switchActive({ machineId: id, to: "b", taskKey: KEY }, OPERATOR);
  inject("host-power-loss", (refs) => refs.find((ref) => ref.includes("-b")));
  await each.world.until(async () => (await taskState()) === "failed", "the end of the task", 60_000);
  expect((await machineNamed("ha-app")).activeSide).toBe("a");
});

it("names the failed copy as the cause of going on alone", async () => {
  inject("disk-failed", (refs) => refs.find((ref) => ref.includes("-b/")));
  await each.world.pass(10_000, 1_000);
  expect(await problemsOfRecord(each.world, each.database)).toEqual([]);
});

it("makes no incident of a level that a person takes off", async () => {
  const { id } = await machineNamed("ha-app");
  const protection = PROTECTION_OF_STOP.unprotected;
  await each.world.desk.verbs.protectMachine({ machineId: id, protection, taskKey: KEY }, OPERATOR);
  await each.world.until(async () => (await taskState()) === "succeeded", "the end of the task", 60_000);
  await each.world.pass(10_000, 1_000);
  expect(await problemsOfRecord(each.world, each.database)).toEqual([]);
  expect(await openInRecord(each.database)).toEqual([]);
  expect(each.world.simulator.sim.world.journal.records.filter(({ rootRef }) => rootRef !== null)).toEqual([]);
});
