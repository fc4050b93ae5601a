import type { FaultKind } from "@v-available/domain/fault-kind";
import { expect, it } from "vitest";
import { worldOfEachTest } from "./world-of-each-test";

const on = worldOfEachTest(10_000);

const alarms = async () => on.world.desk.queries.alarmList({ limit: 100, includeCleared: false });
const alarmsOf = async (kind: FaultKind) => (await alarms()).filter((row) => row.kind === kind);
const inject = (kind: FaultKind, machine: string) => {
  const subjectRef = Object.values(on.world.simulator.sim.world.vms).find(({ name }) => name === machine)?.ref ?? "";
  return on.world.simulator.lab.inject({ kind, subjectRef });
};

it.each([
  ["replica-divergence", "major", "does not hold the same memory as the machine"],
  ["standby-lag", "minor", "falls too far behind"],
] as const)(
  "tells of %s with what was found, in one incident, until there is a standby again",
  async (kind, severity, what) => {
    const fault = inject(kind, "ft-app");
    await on.world.until(async () => (await alarmsOf(kind)).length > 0, "the alarm", 20_000);
    const [alarm] = await alarmsOf(kind);
    expect(alarm).toMatchObject({
      severity,
      needsPerson: false,
      effect: `The standby of ft-app on one-b ${what}: it is dropped (1 of 3 within a day), and output is held.`,
    });
    const detail = await on.world.desk.queries.alarm(alarm?.id ?? "");
    expect(detail.incident?.title).toContain(what);
    if (fault) on.world.simulator.lab.clear(fault.id);
    await on.world.until(async () => (await alarms()).length === 0, "the end of all alarms", 60_000);
  },
);

it("tells of a copy that misses writes until what it lacks is copied", async () => {
  inject("mirror-out-of-sync", "ha-app");
  await on.world.until(async () => (await alarms()).length > 0, "the alarm", 20_000);
  expect(await alarms()).toMatchObject([
    { kind: "mirror-out-of-sync", severity: "major", needsPerson: false, subject: { name: "ha-app" } },
  ]);
  await on.world.until(async () => (await alarms()).length === 0, "the end of all alarms", 60_000);
});

it("tells of a copy with wrong blocks, how much of it they are, and until when", async () => {
  inject("verify-mismatch", "ha-app");
  // So little is copied within the half second between two looks.
  const ever = async () =>
    (await on.world.desk.queries.alarmList({ limit: 100, includeCleared: true })).filter(
      ({ kind }) => kind === "verify-mismatch",
    );
  await on.world.until(async () => (await ever()).length > 0, "the alarm", 20_000);
  const [alarm] = await ever();
  expect(alarm).toMatchObject({
    kind: "verify-mismatch",
    severity: "major",
    needsPerson: false,
    subject: { name: "ha-app" },
    effect:
      "24 MiB of ha-app are not the same on one-b as on one-a, where it runs: the copy on one-b does not count until they are copied.",
  });
  const { incident } = await on.world.desk.queries.alarm(alarm?.id ?? "");
  expect(incident?.title).toContain("24 MiB of ha-app");
  await on.world.until(async () => (await alarms()).length === 0, "the end of all alarms", 60_000);
  expect((await on.world.desk.queries.incident(incident?.id ?? "")).restoredAtMs).not.toBeNull();
});
