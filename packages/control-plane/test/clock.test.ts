import type { FaultKind } from "@v-available/domain/fault-kind";
import { expect, it } from "vitest";
import { worldOfEachTest } from "./world-of-each-test";

const on = worldOfEachTest(3_000);

const alarms = () => on.world.desk.queries.alarmList({ limit: 100, includeCleared: false });
const inject = (kind: FaultKind) => on.world.simulator.lab.inject({ kind, subjectRef: "host-one-b" });

it("tells of a clock that gains once it is off by too much, and for a minute after it is right again", async () => {
  const fault = inject("clock-skew");
  await on.world.pass(40_000, 2_000);
  expect(await alarms(), "it is off by less").toEqual([]);
  await on.world.pass(20_000, 2_000);
  expect(await alarms()).toMatchObject([
    {
      kind: "clock-skew",
      severity: "warning",
      needsPerson: true,
      wanted: "Check the time source of one-b.",
      effect: expect.stringMatching(
        /^The clock of one-b is .* ahead; leases are counted by another, which nobody sets\.$/,
      ),
    },
  ]);
  on.world.simulator.lab.clear(fault?.id ?? "");
  await on.world.pass(20_000, 2_000);
  expect(await alarms(), "its hold-off").toMatchObject([{ needsPerson: false }]);
  await on.world.pass(70_000, 2_000);
  expect(await alarms()).toEqual([]);
});

it("tells of a clock that stepped until it is steady, and of what it is off by until it is set right", async () => {
  const fault = inject("clock-step");
  await on.world.pass(6_000, 500);
  const told = await alarms();
  expect(told.map(({ kind, severity }) => [kind, severity]).sort()).toEqual([
    ["clock-skew", "warning"],
    ["clock-step", "major"],
  ]);
  expect(told.find(({ kind }) => kind === "clock-step")?.effect).toBe(
    "The clock of one-b stepped 3600.0 s ahead: it takes over no machine for 10.0 s, and what it runs goes on.",
  );
  await on.world.pass(90_000, 2_000);
  expect((await alarms()).map(({ kind }) => kind)).toEqual(["clock-skew"]);
  on.world.simulator.lab.clear(fault?.id ?? "");
  await on.world.pass(90_000, 2_000);
  expect(await alarms()).toEqual([]);
});
