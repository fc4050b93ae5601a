import { smallFleetOfEachLevel } from "@v-available/orchestrator-simulator/demo-fleet";
import { withRecoverySite } from "@v-available/orchestrator-simulator/recovery-fleet";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { openWorld, sharedDatabase, type TestWorld } from "./world";

let shared: Awaited<ReturnType<typeof sharedDatabase>>;
let world: TestWorld;
beforeAll(async () => {
  shared = await sharedDatabase("pglite");
});
afterAll(() => shared.dispose());
beforeEach(async () => {
  world = await openWorld(await shared.fresh(), {
    fleet: withRecoverySite(smallFleetOfEachLevel()),
    timing: { batchMs: 50, measureMs: 1_000 },
  });
  await world.pass(20_000, 2_000);
});
afterEach(() => world.stop());

const alarms = () => world.desk.queries.alarmList({ limit: 100, includeCleared: false });
const ofHa = async (kind: string) => (await alarms()).find((row) => row.kind === kind && row.subject.name !== "ft-app");
const inject = (kind: "wan-down" | "site-power", subjectRef: string) =>
  world.simulator.lab.inject({ kind, subjectRef })?.id ?? "";

it("tells of a copy that falls behind, worse after a minute, of its full journal, and asks for the line alone", async () => {
  expect(await alarms()).toEqual([]);
  const fault = inject("wan-down", "link-one-wan");
  await world.pass(20_000, 1_000);
  expect(await ofHa("wan-down")).toMatchObject({
    severity: "major",
    subject: { name: "one WAN link" },
    wanted: "Check one WAN link.",
  });
  expect(await ofHa("replication-lag")).toMatchObject({
    severity: "minor",
    effect: expect.stringMatching(
      /^The copy of ha-app at East is 1\d s behind; its target is 15 s\. The cause is one WAN link\.$/,
    ),
  });
  expect(await ofHa("journal-full")).toBeUndefined();
  await world.pass(210_000, 2_000);
  expect(await ofHa("replication-lag")).toMatchObject({ severity: "major", machineCount: 1 });
  expect(await ofHa("journal-full")).toMatchObject({ severity: "major", needsPerson: false });
  expect((await alarms()).filter(({ needsPerson }) => needsPerson).map(({ kind }) => kind)).toEqual(["wan-down"]);
  world.simulator.lab.clear(fault);
  await world.until(async () => (await alarms()).length === 0, "the end of every alarm", 200_000);
});

it("blames the recovery site where that is lost, not the line to it", async () => {
  inject("site-power", "site-east");
  await world.pass(80_000, 2_000);
  expect(await ofHa("wan-down")).toBeUndefined();
  expect(await ofHa("replication-lag")).toMatchObject({ effect: expect.stringMatching(/ The cause is East\.$/) });
  expect((await alarms()).filter(({ needsPerson }) => needsPerson).map(({ kind }) => kind)).toEqual(["site-power"]);
});
