import type { FaultKind } from "@v-available/domain/fault-kind";
import { beforeEach, expect, it } from "vitest";
import { SafetyWatch } from "../src/invariant";
import { hostOf } from "../src/sim";
import type { Simulator } from "../src/simulator";
import { observeHost, observeVm } from "../src/view";
import { newWorld } from "./schedule";

let simulator: Simulator;
let safety: SafetyWatch;
beforeEach(() => {
  safety = new SafetyWatch();
  simulator = newWorld("clocks", { afterEvent: safety.after });
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
const clockOf = (side: "a" | "b") => observeHost(simulator.sim, hostOf(simulator.sim, `host-one-${side}`)).clock;
const pass = (ms: number) => simulator.advanceTo(simulator.nowMs() + ms);
const inject = (kind: FaultKind, side: "a" | "b") => simulator.lab.inject({ kind, subjectRef: `host-one-${side}` });
const areWhole = () =>
  ["ft-app", "ha-app"].every((name) => {
    const { mirror, held } = seen(name);
    return !held && mirror.legs.a === "UpToDate" && mirror.legs.b === "UpToDate";
  });

it("clock-skew: the clock gains, nothing else changes, and a takeover waits for no lease longer than without", () => {
  const fault = inject("clock-skew", "b");
  pass(100_000);
  expect(clockOf("b")).toEqual({ offsetMs: 2_000, steady: true });
  expect([areWhole(), client("ha-app").longestGapMs < 1_000]).toEqual([true, true]);
  inject("host-power-loss", "a");
  pass(10_000);
  expect([seen("ft-app").instances.b, seen("ha-app").instances.b]).toEqual(["Running", "Running"]);
  simulator.lab.clear(fault?.id ?? "");
  pass(20_000);
  expect(clockOf("b")?.offsetMs, "it is let go more slowly, not set back").toBeGreaterThan(900);
  pass(60_000);
  expect(clockOf("b")).toEqual({ offsetMs: 0, steady: true });
  expect(safety.breaches).toEqual([]);
});

it("clock-step: what runs goes on, on either side", () => {
  const faults = [inject("clock-step", "a"), inject("clock-step", "b")];
  pass(5_000);
  expect(clockOf("a")).toEqual({ offsetMs: 3_600_000, steady: false });
  expect(areWhole()).toBe(true);
  pass(20_000);
  expect([areWhole(), clockOf("a")?.steady, clockOf("b")?.steady]).toEqual([true, true, true]);
  for (const fault of faults) simulator.lab.clear(fault?.id ?? "");
  pass(5_000);
  expect(clockOf("a"), "to be set right is a step as well").toEqual({ offsetMs: 0, steady: false });
  pass(20_000);
  for (const name of ["ft-app", "ha-app"]) {
    expect(client(name), name).toMatchObject({ connectionsLost: 0, memoryLost: 0, lost: 0 });
    expect(client(name).longestGapMs, name).toBeLessThan(1_000);
  }
  expect(safety.breaches).toEqual([]);
});

it("clock-step: a host that has just stepped takes over nothing until it is steady, and says so", () => {
  inject("clock-step", "b");
  pass(2_000);
  inject("host-power-loss", "a");
  pass(7_000);
  expect([seen("ft-app").instances.b, seen("ha-app").instances.b]).not.toContain("Running");
  expect(simulator.sim.world.journal.records.map(({ sentence }) => sentence)).toContain(
    "The clock of host-one-b stepped 3600.0 s ahead: it takes over no machine for 10.0 s, and what it runs goes on.",
  );
  pass(10_000);
  expect([seen("ft-app").instances.b, seen("ha-app").instances.b]).toEqual(["Running", "Running"]);
  expect(client("ft-app")).toMatchObject({ connectionsLost: 0, memoryLost: 0, lost: 0 });
  expect(safety.breaches).toEqual([]);
});
