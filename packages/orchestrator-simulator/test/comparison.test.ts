import { Refusal } from "@v-available/domain/refusal";
import { beforeEach, expect, it } from "vitest";
import type { Simulator } from "../src/simulator";
import { observeVm } from "../src/view";
import { newWorld } from "./schedule";

let simulator: Simulator;
beforeEach(() => {
  simulator = newWorld("comparisons");
  simulator.advanceTo(20_000);
  // Long enough to be looked at.
  Object.assign(machine(), { diskMiB: 400 * 1_024 });
});

const machine = () => {
  const found = Object.values(simulator.sim.world.vms).find((vm) => vm.name === "ha-app");
  if (!found) throw new Error("there is no ha-app");
  return found;
};
const seen = () => observeVm(simulator.sim, machine());
const pass = (ms: number) => simulator.advanceTo(simulator.nowMs() + ms);
const KEY = "00000000-0000-7000-8000-00000000000";
const ask = (kind: "vm.compare-copies" | "vm.end-comparison", key: number) =>
  simulator.execute({ kind, vmRef: machine().ref }, `${KEY}${key}`);
const taskOf = (key: number) => simulator.sim.world.tasks[`${KEY}${key}`]?.observed;
const ends = (key: number) => {
  for (let passedMs = 0; taskOf(key)?.state === "running" && passedMs < 600_000; passedMs += 200) pass(200);
};

it("reads both copies beside the machine, tells how far it is, and that they are alike", async () => {
  await ask("vm.compare-copies", 1);
  pass(500);
  expect(seen().mirror.replication).toBe("Verify");
  expect(seen().comparison?.running?.comparedBytes).toBeGreaterThan(0);
  expect(taskOf(1)).toMatchObject({ state: "running", step: "compare both copies", etaAtMs: expect.any(Number) });
  await expect(ask("vm.compare-copies", 2)).rejects.toBeInstanceOf(Refusal);
  const { acknowledged } = machine().client;
  ends(1);
  expect(taskOf(1)?.state).toBe("succeeded");
  expect(seen()).toMatchObject({ comparison: { running: null, last: { differingBytes: 0 } } });
  expect(machine().client.acknowledged).toBeGreaterThan(acknowledged);
  expect(machine().client.longestGapMs).toBeLessThan(1_000);
});

it("finds what nobody knew of, and has it copied", async () => {
  const leg = machine().legs.b;
  if (leg) leg.wrongBytes = 24 * 2 ** 20;
  await ask("vm.compare-copies", 1);
  ends(1);
  expect(seen().comparison?.last?.differingBytes).toBe(24 * 2 ** 20);
  const said = simulator.sim.world.journal.records.filter(({ faultKind }) => faultKind === "verify-mismatch");
  expect(said).toHaveLength(1);
  pass(60_000);
  expect(seen().mirror.legs).toEqual({ a: "UpToDate", b: "UpToDate" });
  expect(machine().legs.b?.wrongBytes).toBeUndefined();
});

it("is broken off by hand, and by the loss of a copy, and says which", async () => {
  await ask("vm.compare-copies", 1);
  pass(500);
  await ask("vm.end-comparison", 2);
  pass(500);
  expect([taskOf(1)?.state, taskOf(2)?.state, seen().comparison]).toEqual(["cancelled", "succeeded", null]);
  await expect(ask("vm.end-comparison", 3)).rejects.toBeInstanceOf(Refusal);
  await ask("vm.compare-copies", 4);
  simulator.lab.inject({ kind: "host-power-loss", subjectRef: "host-one-b" });
  ends(4);
  expect(taskOf(4)).toMatchObject({ state: "failed", refusal: { message: expect.stringContaining("broken off") } });
});
