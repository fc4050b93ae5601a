import { event } from "@v-available/db/schema/event";
import { asc } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { OPERATOR, openWorld, sharedDatabase } from "./world";

let shared: Awaited<ReturnType<typeof sharedDatabase>>;
beforeAll(async () => {
  shared = await sharedDatabase("pglite");
});
afterAll(() => shared.dispose());

const taskKey = "00000000-0000-7000-8000-000000000001";

it("names what a person asked for as the cause of what a host does about it", async () => {
  const database = await shared.fresh();
  const world = await openWorld(database);
  await world.pass(3_000);
  const machine = (await world.desk.queries.machineList()).find(({ name }) => name === "ha-app");
  await world.desk.verbs.stopMachine({ machineId: machine?.id ?? "", taskKey }, OPERATOR);
  await world.pass(10_000);
  const rows = await database.read((db) => db.select().from(event).orderBy(asc(event.sequence)));
  const asked = rows.find(({ type }) => type === "vm.stop");
  const done = rows.filter(({ rule }) => rule === "operator-command");
  expect(done.length).toBeGreaterThan(0);
  for (const { causeEventId } of done) expect(causeEventId).toBe(asked?.id);
  await world.stop();
});

it("names what is wrong with the pair as the cause of what its hosts do on their own", async () => {
  const database = await shared.fresh();
  const world = await openWorld(database);
  await world.pass(3_000);
  world.simulator.lab.inject({ kind: "witness-lost", subjectRef: "witness-south" });
  await world.pass(15_000);
  for (const { id } of world.simulator.lab.active()) world.simulator.lab.clear(id);
  await world.pass(5_000);
  const rows = await database.read((db) => db.select().from(event).orderBy(asc(event.sequence)));
  const again = rows.filter(({ rule }) => rule === "end-designation");
  expect(again.length).toBeGreaterThan(0);
  for (const { causeEventId, sequence } of again)
    expect(rows.find(({ id }) => id === causeEventId)?.sequence).toBeLessThan(sequence);
  await world.stop();
});

it("tells what is seen of a part before what a host does because of it", async () => {
  const database = await shared.fresh();
  const world = await openWorld(database);
  await world.pass(3_000);
  world.simulator.lab.inject({ kind: "cpu-thermal-throttle", subjectRef: "host-one-a/cpu-0" });
  await world.pass(5_000);
  const rows = await database.read((db) => db.select().from(event).orderBy(asc(event.sequence)));
  const seen = rows.find(({ type }) => type === "component.slow");
  const moved = rows.filter(({ sentence }) => sentence.includes("moves from one-a to one-b"));
  expect(moved.length).toBeGreaterThan(0);
  for (const { causeEventId } of moved) expect(causeEventId).toBe(seen?.id);
  await world.stop();
});
