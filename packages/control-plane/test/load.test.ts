import { MEASURES, RANGES } from "@v-available/domain/load-history";
import { expect, it } from "vitest";
import { worldOfEachTest } from "./world-of-each-test";

const MINUTE_MS = 60_000;
const on = worldOfEachTest(10_000);

const someMachine = async () => {
  const [machine] = await on.world.desk.queries.machineList();
  if (!machine) throw new Error("there is no machine");
  return machine;
};
const loadOf = (machineId: string) =>
  on.world.desk.queries.machineLoad({ machineId, range: "15m", endMs: on.world.clock.nowMs() });
const hostRefOf = (name: string): string =>
  Object.values(on.world.simulator.sim.world.hosts).find((host) => host.name === name)?.ref ?? name;

it("keeps what a machine does, in each step of a quarter of an hour since it is watched", async () => {
  await on.world.pass(2 * MINUTE_MS, 1_000);
  const { id, load: now } = await someMachine();
  const load = await loadOf(id);
  for (const measure of MEASURES) expect(load.series[measure]).toHaveLength(RANGES["15m"].points);
  const measured = load.series.cpu.filter((value) => value !== null);
  // Of a step that has begun the reading is there as well.
  expect(measured.length).toBeGreaterThanOrEqual(8);
  for (const value of measured) expect(Math.abs(value - now.cpuRatio)).toBeLessThan(now.cpuRatio);
  expect(load.modelledUntilMs).toBeNull();
  expect(load.endMs - load.fromMs).toBe(15 * MINUTE_MS);
});

it("marks the faults of its pair", async () => {
  const machine = await someMachine();
  on.world.simulator.lab.inject({ kind: "host-power-loss", subjectRef: hostRefOf(machine.hosts.a) });
  await on.world.pass(MINUTE_MS, 1_000);
  const { faults, endMs } = await loadOf(machine.id);
  expect(faults.map(({ kind, subjectName }) => [kind, subjectName])).toContainEqual([
    "host-power-loss",
    machine.hosts.a,
  ]);
  for (const { openedAtMs } of faults) expect(openedAtMs).toBeLessThan(endMs);
});

it("refuses a machine that is not there", async () => {
  await expect(loadOf("00000000-0000-7000-8000-000000000001")).rejects.toMatchObject({
    detail: { code: "not-found", field: "machineId" },
  });
});
