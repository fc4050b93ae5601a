import type { FaultKind } from "@v-available/domain/fault-kind";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { openWorld, sharedDatabase, type TestWorld } from "./world";

let shared: Awaited<ReturnType<typeof sharedDatabase>>;
let world: TestWorld;
beforeAll(async () => {
  shared = await sharedDatabase("pglite");
});
afterAll(() => shared.dispose());
beforeEach(async () => {
  world = await openWorld(await shared.fresh());
  await world.pass(10_000, 500);
});
afterEach(() => world.stop());

const alarms = async () => world.desk.queries.alarmList({ limit: 100, includeCleared: false });
const alarmsOf = async (kind: FaultKind) => (await alarms()).filter((row) => row.kind === kind);
const inject = (kind: FaultKind) => {
  const subjectRef = Object.values(world.simulator.sim.world.vms).find(({ name }) => name === "ft-app")?.ref ?? "";
  return world.simulator.lab.inject({ kind, subjectRef });
};

it.each([
  ["replica-divergence", "major", "does not hold the same memory as the machine"],
  ["standby-lag", "minor", "falls too far behind"],
] as const)(
  "tells of %s with what was found, in one incident, until there is a standby again",
  async (kind, severity, what) => {
    const fault = inject(kind);
    await world.until(async () => (await alarmsOf(kind)).length > 0, "the alarm", 20_000);
    const [alarm] = await alarmsOf(kind);
    expect(alarm).toMatchObject({
      severity,
      needsPerson: false,
      effect: `The standby of ft-app on one-b ${what}: it is dropped (1 of 3 within a day), and output is held.`,
    });
    const detail = await world.desk.queries.alarm(alarm?.id ?? "");
    expect(detail.incident?.title).toContain(what);
    if (fault) world.simulator.lab.clear(fault.id);
    await world.until(async () => (await alarms()).length === 0, "the end of all alarms", 60_000);
  },
);
