import type { FaultKind } from "@v-available/domain/fault-kind";
import { expect, it } from "vitest";
import { OPERATOR } from "./world";
import { worldOfEachTest } from "./world-of-each-test";

const on = worldOfEachTest(10_000);

const alarms = () => on.world.desk.queries.alarmList({ limit: 100, includeCleared: false });
const inject = (kind: FaultKind) => on.world.simulator.lab.inject({ kind, subjectRef: "host-one-b" });
const dialUp = async (name: string) => {
  const machineId = (await on.world.desk.queries.machineList()).find((machine) => machine.name === name)?.id ?? "";
  const protection = { compute: "lockstep", mirror: "sync", separation: "host", recovery: "none" } as const;
  const taskKey = "00000000-0000-7000-8000-000000000001";
  return on.world.desk.verbs.protectMachine({ machineId, taskKey, protection }, OPERATOR);
};

it.each([
  [
    "config-mismatch",
    "Make the hosts of one equal.",
    "Both hosts have Xeon Silver 4410Y, but one-b lacks avx512f.",
    "Both hosts have Xeon Silver 4410Y, but one-b lacks avx512f.",
  ],
  [
    "capacity-overcommit",
    "Make room on one.",
    "one-b alone would need 4 GiB of memory and has 3 GiB.",
    "Memory: one-b alone would need 4 GiB and has 3 GiB.",
  ],
] as const)("tells of %s until it is set right, and refuses what needs more", async (kind, wanted, effect, refusal) => {
  const fault = inject(kind);
  await on.world.pass(6_000, 500);
  expect(await alarms()).toMatchObject([{ kind, severity: "warning", needsPerson: true, wanted, effect }]);
  await expect(dialUp("ha-app")).rejects.toMatchObject({ detail: { code: "blocked", message: refusal } });
  on.world.simulator.lab.clear(fault?.id ?? "");
  await on.world.pass(6_000, 500);
  expect(await alarms()).toEqual([]);
  await dialUp("ha-app");
});
