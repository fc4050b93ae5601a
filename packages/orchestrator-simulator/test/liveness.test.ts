import { beforeEach, expect, it } from "vitest";
import { LivenessWatch } from "../src/liveness";
import { hostOf } from "../src/sim";
import type { Simulator } from "../src/simulator";
import type { SimVm } from "../src/world/machine";
import { newWorld } from "./schedule";

let simulator: Simulator;
let liveness: LivenessWatch;
beforeEach(() => {
  liveness = new LivenessWatch();
  simulator = newWorld("liveness", { afterEvent: liveness.after });
  simulator.advanceTo(3_000);
});

const pass = (ms: number) => simulator.advanceTo(simulator.nowMs() + ms);
const vm = (name: string): SimVm => {
  const found = Object.values(simulator.sim.world.vms).find((one) => one.name === name);
  if (!found) throw new Error(`no machine ${name}`);
  return found;
};
const missed = () => liveness.misses.map(({ goal, sentence }) => `${goal}: ${sentence}`);

it("says what came about after a host was lost and is back", () => {
  const fault = simulator.lab.inject({ kind: "host-power-loss", subjectRef: "host-one-b" });
  pass(20_000);
  expect(liveness.waitsFor("L2"), "nothing is due while a host is gone").toBe(false);
  simulator.lab.clear(fault?.id ?? "");
  while (!liveness.waitsFor("L2")) pass(1_000);
  pass(120_000);
  expect(missed()).toEqual([]);
  expect(liveness.met.L2).toBeGreaterThanOrEqual(2);
  expect(["L1", "L2", "L3", "L5"].some((goal) => liveness.waitsFor(goal as "L1"))).toBe(false);
});

it("L1: says so of a machine that never comes to serve", () => {
  const { a } = vm("ha-app").instances;
  if (a) a.state = "Starting";
  pass(30_000);
  expect(missed()).toEqual([]);
  pass(60_000);
  expect(missed()).toEqual(["L1: ha-app does not serve."]);
});

it("L2: says so of a copy that is not being made", () => {
  const { world } = simulator.sim;
  Object.assign(world.settings, { resyncBytesPerSecond: { gbe1: 1e-3, gbe10: 1e-3 } });
  const fault = simulator.lab.inject({ kind: "disk-failed", subjectRef: "host-one-b/disk-0" });
  pass(5_000);
  simulator.lab.clear(fault?.id ?? "");
  pass(30_000);
  expect([missed(), liveness.waitsFor("L2")]).toEqual([[], true]);
  pass(90_000);
  expect(missed()).toContain("L2: The other copy of ha-app is not being made.");
});

it("L4: says so of a guest that is started again after its fourth crash", () => {
  const { protocol } = hostOf(simulator.sim, "host-one-a");
  const state = protocol?.vms[vm("plain").ref];
  if (state) state.crashTimesMs = [1, 2, 3, 4];
  pass(2_000);
  expect(missed()).toEqual(["L4: plain was started again after 4 crashes."]);
});

it("L5: says so of a task that does not end", async () => {
  await simulator.execute({ kind: "vm.stop", vmRef: vm("plain").ref }, "stop");
  const task = simulator.sim.world.tasks.stop;
  pass(20_000);
  expect(task?.observed.state).toBe("succeeded");
  if (task) task.observed = { ...task.observed, state: "running" } as typeof task.observed;
  pass(2_000);
  const { sim } = simulator;
  liveness.after({ ...sim, world: { ...sim.world, nowMs: sim.world.nowMs + 1_900_000 } });
  expect(missed()).toEqual([expect.stringMatching(/^L5: stop does not end/)]);
});
