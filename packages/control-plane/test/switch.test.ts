import { smallFleetOfEachLevel } from "@v-available/orchestrator-simulator/demo-fleet";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { openWorld, sharedDatabase, type TestWorld, type WorldOptions } from "./world";

let shared: Awaited<ReturnType<typeof sharedDatabase>>;
let world: TestWorld;
beforeAll(async () => {
  shared = await sharedDatabase("pglite");
});
afterAll(() => shared.dispose());
afterEach(() => world.stop());

const open = async (options: WorldOptions = {}) => {
  world = await openWorld(await shared.fresh(), options);
  await world.pass(3_000);
};
const alarms = () => world.desk.queries.alarmList({ limit: 100, includeCleared: false });
const alarmsOf = async (kind: string) => (await alarms()).filter((row) => row.kind === kind);
const inject = (kind: "switch-failed" | "partition" | "availability-link", subjectRef: string) =>
  world.simulator.lab.inject({ kind, subjectRef });
it("blames the switch for the links that went with it, once, and asks nobody for their cables", async () => {
  await open();
  const fault = inject("switch-failed", "pair-one/one-switch-1");
  await world.pass(10_000, 500);
  expect(await alarms()).toHaveLength(2);
  expect(await alarmsOf("switch-failed")).toMatchObject([
    {
      severity: "major",
      needsPerson: true,
      wanted: "Replace the switch one-switch-1.",
      effect: "one-switch-1 failed: availability link A and management link go through it, and went down together.",
    },
  ]);
  expect(await alarmsOf("availability-link")).toMatchObject([
    {
      needsPerson: false,
      wanted: null,
      effect: "one availability link A is down; the other link carries all. The cause is one-switch-1.",
    },
  ]);
  world.simulator.lab.clear(fault?.id ?? "");
  await world.pass(55_000, 1_000);
  expect(await alarms(), "their hold-off").toHaveLength(2);
  await world.pass(20_000, 1_000);
  expect(await alarms()).toEqual([]);
});

it("gives one incident the switch for its cause where both availability links went with it", async () => {
  const fleet = smallFleetOfEachLevel();
  await open({ fleet: { ...fleet, pairs: fleet.pairs.map((pair) => ({ ...pair, sharedSwitch: true })) } });
  inject("switch-failed", "pair-one/one-switch-1");
  await world.pass(10_000, 500);
  const [root] = await alarmsOf("switch-failed");
  expect(root?.needsPerson).toBe(true);
  const detail = await world.desk.queries.alarm(root?.id ?? "");
  expect(detail.incident?.title).toBe(
    "one-switch-1 failed: availability link A and availability link B go through it, and went down together",
  );
  expect(detail.faults.filter((each) => each.root).map(({ kind }) => kind)).toEqual(["switch-failed"]);
  expect((await alarms()).filter((row) => row.needsPerson).map(({ kind }) => kind)).toEqual(["switch-failed"]);
});

it("blames no switch where every way between the hosts is cut, nor for one cable", async () => {
  await open();
  const cut = inject("partition", "pair-one");
  await world.pass(10_000, 500);
  expect(await alarmsOf("switch-failed")).toEqual([]);
  world.simulator.lab.clear(cut?.id ?? "");
  await world.pass(30_000, 1_000);
  inject("availability-link", "link-one-availability-a");
  await world.pass(10_000, 500);
  expect([await alarmsOf("switch-failed"), (await alarmsOf("availability-link")).length]).toEqual([[], 1]);
});
