import { beforeEach, expect, it } from "vitest";
import { SafetyWatch } from "../src/invariant";
import type { Simulator } from "../src/simulator";
import { observeVm } from "../src/view";
import { newWorld } from "./schedule";

let simulator: Simulator;
let safety: SafetyWatch;
/** The most that a machine's other copy lacked after any event, by name. */
let mostMissing: Record<string, number>;
beforeEach(() => {
  safety = new SafetyWatch();
  mostMissing = {};
  simulator = newWorld("mirrors", {
    afterEvent: (sim, event) => {
      safety.after(sim, event);
      for (const vm of Object.values(sim.world.vms))
        mostMissing[vm.name] = Math.max(mostMissing[vm.name] ?? 0, observeVm(sim, vm).mirror.outOfSyncBytes);
    },
  });
  simulator.sim.beforeEffect = safety.before;
  simulator.advanceTo(20_000);
});

const machine = (name: string) => {
  const found = Object.values(simulator.sim.world.vms).find((vm) => vm.name === name);
  if (!found) throw new Error(`there is no ${name}`);
  return found;
};
const seen = (name: string) => observeVm(simulator.sim, machine(name));
const client = (name: string) => simulator.clientOf(machine(name).ref);
const pass = (ms: number) => simulator.advanceTo(simulator.nowMs() + ms);
const missWrites = (name: string) =>
  simulator.lab.inject({ kind: "mirror-out-of-sync", subjectRef: machine(name).ref });
const isWhole = (name: string) => {
  const { mirror, held } = seen(name);
  return !held && mirror.replication === "Established" && mirror.legs.a === "UpToDate" && mirror.legs.b === "UpToDate";
};

it.each(["ha-app", "ft-app"])(
  "mirror-out-of-sync: %s holds, goes on alone, and only what is missing is copied",
  (name) => {
    const others = ["ha-app", "ft-app"].filter((one) => one !== name);
    missWrites(name);
    pass(100);
    expect(seen(name).held, "nothing is acknowledged by one copy before the token says so").toBe(true);
    mostMissing = {};
    const endMs = simulator.nowMs() + 30_000;
    while (!isWhole(name) && simulator.nowMs() < endMs) {
      expect(others.every(isWhole), "it is this machine's mirror alone").toBe(true);
      pass(20);
    }
    expect(isWhole(name)).toBe(true);
    expect(mostMissing[name]).toBeGreaterThan(0);
    expect(mostMissing[name]).toBeLessThan(0.01 * seen(name).mirror.totalBytes);
    expect(seen(name)).toMatchObject({ activeSide: "a", instances: { a: "Running" } });
    expect(client(name)).toMatchObject({ connectionsLost: 0, memoryLost: 0, lost: 0 });
    expect(client(name).longestGapMs).toBeLessThan(1_000);
    pass(20_000);
    expect(seen("ft-app").standbySynchronized).toBe(true);
    expect(safety.breaches).toEqual([]);
  },
);

it("mirror-out-of-sync: the copy that missed writes is not started when the host with the other one is lost", () => {
  missWrites("ha-app");
  pass(1_000);
  const cut = simulator.lab.inject({ kind: "storage-full", subjectRef: "host-one-b" });
  missWrites("ha-app");
  pass(2_000);
  simulator.lab.inject({ kind: "host-power-loss", subjectRef: "host-one-a" });
  pass(60_000);
  expect(cut).not.toBeNull();
  expect(seen("ha-app").instances.b, "it lacks acknowledged writes").not.toBe("Running");
  expect(safety.breaches).toEqual([]);
});

const findMismatch = (name: string) => simulator.lab.inject({ kind: "verify-mismatch", subjectRef: machine(name).ref });

it.each(["ha-app", "ft-app"])("verify-mismatch: %s goes on, and only what differs is copied", (name) => {
  findMismatch(name);
  expect(seen(name)).toMatchObject({ held: false, mirror: { legs: { a: "UpToDate", b: "Inconsistent" } } });
  mostMissing = {};
  const endMs = simulator.nowMs() + 30_000;
  while (!isWhole(name) && simulator.nowMs() < endMs) pass(20);
  expect(isWhole(name)).toBe(true);
  expect(mostMissing[name]).toBeGreaterThan(20 * 1_048_576);
  expect(mostMissing[name]).toBeLessThan(0.01 * seen(name).mirror.totalBytes);
  expect(seen(name)).toMatchObject({ activeSide: "a", instances: { a: "Running" } });
  expect(client(name)).toMatchObject({ connectionsLost: 0, memoryLost: 0, lost: 0 });
  expect(client(name).longestGapMs).toBeLessThan(1_000);
  pass(20_000);
  expect(seen("ft-app").standbySynchronized).toBe(true);
  expect(safety.breaches).toEqual([]);
});

it.each(["ha-app", "ft-app"])(
  "verify-mismatch: %s waits for its own copy rather than start from wrong blocks",
  (name) => {
    findMismatch(name);
    const off = simulator.lab.inject({ kind: "host-power-loss", subjectRef: "host-one-a" });
    pass(60_000);
    expect(seen(name).instances.b).not.toBe("Running");
    simulator.lab.clear(off?.id ?? "");
    pass(120_000);
    expect(isWhole(name)).toBe(true);
    expect(seen(name)).toMatchObject({ activeSide: "a", instances: { a: "Running" } });
    expect(client(name).lost).toBe(0);
    expect(safety.breaches).toEqual([]);
  },
);

it("verify-mismatch: nothing is compared while the other copy does not count", () => {
  findMismatch("ha-app");
  expect(() => findMismatch("ha-app")).toThrow("There is no");
});

it("verify-mismatch: shown as one copy while the register still names both, for want of a witness", () => {
  simulator.lab.inject({ kind: "witness-lost", subjectRef: "witness-south" });
  pass(3_000);
  findMismatch("ha-app");
  pass(10_000);
  expect(seen("ha-app")).toMatchObject({
    register: { inSync: ["a", "b"] },
    held: false,
    mirror: { legs: { a: "UpToDate", b: "Inconsistent" }, outOfSyncBytes: 24 * 1_048_576 },
  });
  expect(safety.breaches).toEqual([]);
});
