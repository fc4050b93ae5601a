import { afterAll, beforeAll, expect, it } from "vitest";
import { openWorld, sharedDatabase } from "./world";

let shared: Awaited<ReturnType<typeof sharedDatabase>>;
beforeAll(async () => {
  shared = await sharedDatabase("pglite");
});
afterAll(() => shared.dispose());

it("asks nobody for a disk any more once its machine has two copies again, though it moved meanwhile", async () => {
  const world = await openWorld(await shared.fresh(), { timing: { batchMs: 2_000 } });
  const { lab } = world.simulator;
  await world.pass(3_250);
  const failed = lab.inject({ kind: "disk-failed", subjectRef: "host-one-a/disk-0" });
  await world.pass(500);
  lab.clear(failed?.id ?? "");
  await world.pass(250);
  lab.inject({ kind: "cpu-thermal-throttle", subjectRef: "host-one-b/cpu-1" });
  await world.pass(30_000, 500);
  const alarms = await world.desk.queries.alarmList({ limit: 100, includeCleared: false });
  const machines = await world.desk.queries.machineList();
  expect(machines.map(({ name, headline }) => [name, headline.state])).toContainEqual(["ha-app", "Protected"]);
  const ofDisks = alarms.filter(({ kind }) => kind === "disk-failed");
  expect(ofDisks.map(({ subject }) => subject.name)).toContain("ha-app");
  for (const { goneAtMs } of ofDisks) expect(goneAtMs).not.toBeNull();
  await world.stop();
});
