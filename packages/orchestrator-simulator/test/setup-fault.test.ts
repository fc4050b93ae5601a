import { FAULT_TOLERANCE } from "@v-available/domain/level";
import { Refusal } from "@v-available/domain/refusal";
import { beforeEach, expect, it } from "vitest";
import { SafetyWatch } from "../src/invariant";
import type { Simulator } from "../src/simulator";
import { observeVm } from "../src/view";
import { newWorld } from "./schedule";

let simulator: Simulator;
let safety: SafetyWatch;
beforeEach(() => {
  safety = new SafetyWatch();
  simulator = newWorld("setup", { afterEvent: safety.after });
  simulator.sim.beforeEffect = safety.before;
  simulator.advanceTo(20_000);
});

const machine = (name: string) => {
  const found = Object.values(simulator.sim.world.vms).find((vm) => vm.name === name);
  if (!found) throw new Error(`there is no ${name}`);
  return found;
};
const seen = (name: string) => observeVm(simulator.sim, machine(name));
const pass = (ms: number) => simulator.advanceTo(simulator.nowMs() + ms);
const dialUp = (name: string, key: string) =>
  simulator.execute({ kind: "vm.protect", vmRef: machine(name).ref, protection: FAULT_TOLERANCE }, key);
const refusalOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof Refusal) return error.detail;
  throw new Error(`it was not refused: ${error}`);
};

it("config-mismatch: what runs goes on, and nothing is brought into lockstep until both hosts are equal", async () => {
  const fault = simulator.lab.inject({ kind: "config-mismatch", subjectRef: "host-one-b" });
  pass(10_000);
  expect(seen("ft-app").standbySynchronized).toBe(true);
  expect(await refusalOf(dialUp("ha-app", "too early"))).toMatchObject({
    code: "blocked",
    message: "Both hosts have Xeon Silver 4410Y, but one-b lacks avx512f.",
  });
  simulator.lab.inject({ kind: "replica-divergence", subjectRef: machine("ft-app").ref });
  pass(30_000);
  expect(seen("ft-app")).toMatchObject({ standbySynchronized: false, held: false, instances: { a: "Running" } });
  expect(seen("ft-app").mirror.legs).toEqual({ a: "UpToDate", b: "UpToDate" });
  simulator.lab.clear(fault?.id ?? "");
  pass(10_000);
  expect(seen("ft-app").standbySynchronized).toBe(true);
  await dialUp("ha-app", "now");
  pass(20_000);
  expect(seen("ha-app").standbySynchronized).toBe(true);
  expect(safety.breaches).toEqual([]);
});

it("capacity-overcommit: refused with the numbers, and the host that is left alone starts only what fits", async () => {
  const fault = simulator.lab.inject({ kind: "capacity-overcommit", subjectRef: "host-one-b" });
  expect((await refusalOf(dialUp("plain", "too much"))).message).toBe(
    "Memory: one-b alone would need 6 GiB and has 3 GiB.",
  );
  simulator.lab.inject({ kind: "host-power-loss", subjectRef: "host-one-a" });
  pass(60_000);
  expect([seen("ft-app").instances.b, seen("ha-app").instances.b]).toEqual(["Running", "CrashedMtbfExceeded"]);
  expect(simulator.sim.world.journal.records.map(({ sentence }) => sentence)).toContain(
    "ha-app could not be started on host-one-b (host-one-b has 1024 MiB of memory left, and it needs 2048 MiB); restart 1 of 3.",
  );
  simulator.lab.clear(fault?.id ?? "");
  await simulator.execute({ kind: "vm.start", vmRef: machine("ha-app").ref }, "once it fits");
  pass(20_000);
  expect(seen("ha-app").instances.b).toBe("Running");
  expect(safety.breaches).toEqual([]);
});
