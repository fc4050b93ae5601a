import type { Effect } from "@v-available/pair-protocol/effect";
import { beforeEach, expect, it } from "vitest";
import { type Invariant, SafetyWatch } from "../src/invariant";
import { hostOf } from "../src/sim";
import type { Simulator } from "../src/simulator";
import type { SimVm } from "../src/world/machine";
import { newWorld } from "./schedule";

let simulator: Simulator;
let safety: SafetyWatch;
beforeEach(() => {
  safety = new SafetyWatch();
  simulator = newWorld("invariants", { afterEvent: safety.after });
  simulator.sim.beforeEffect = safety.before;
  simulator.advanceTo(3_000);
});

const WITNESS = "witness-south";
const pass = (ms: number) => simulator.advanceTo(simulator.nowMs() + ms);
const vm = (name: string): SimVm => {
  const found = Object.values(simulator.sim.world.vms).find((one) => one.name === name);
  if (!found) throw new Error(`no machine ${name}`);
  return found;
};
const host = (side: "a" | "b") => hostOf(simulator.sim, `host-one-${side}`);
const does = (side: "a" | "b", effect: Effect) => safety.before(simulator.sim, host(side), effect);
const broken = (): Invariant[] => safety.breaches.map(({ invariant }) => invariant);
const killsOwn = (name: string): Effect => ({ kind: "kill-vm", vmRef: vm(name).ref, why: "lease-over" });
it("S1: says so where a machine runs on both hosts", () => {
  const machine = vm("ha-app");
  machine.instances.b = structuredClone(machine.instances.a);
  safety.after(simulator.sim, null);
  expect(broken()).toContain("S1");
});

it("S7: says so where a copy that counts is overwritten, and where an incomplete one is the source", () => {
  const resync = (name: string): Effect => ({
    kind: "begin-resync",
    vmRef: vm(name).ref,
    copy: "copy",
    full: false,
    to: "b",
  });
  does("a", resync("ha-app"));
  expect(safety.breaches.map(({ sentence }) => sentence)).toEqual([
    expect.stringContaining("overwrites a copy of ha-app that counts"),
  ]);
  const leg = vm("ft-app").legs.a;
  if (leg) leg.missingBytes = 4_096;
  does("a", resync("ft-app"));
  expect(broken()).toEqual(["S7", "S7", "S7"]);
});

it("S8: says so where a machine is stopped though only the witness was lost, and by then all else has been well for a minute", () => {
  const cut = simulator.lab.inject({ kind: "availability-link", subjectRef: "link-one-availability-a" });
  simulator.lab.inject({ kind: "witness-lost", subjectRef: WITNESS });
  pass(90_000);
  simulator.lab.clear(cut?.id ?? "");
  pass(59_000);
  does("a", killsOwn("ha-app"));
  expect([broken(), safety.judged.S8]).toEqual([[], 1]);
  pass(2_000);
  does("a", killsOwn("ha-app"));
  expect(broken()).toEqual(["S8"]);
});

it("S8: what goes on elsewhere because somebody moved it is asked for, and what goes on by an incident is not", () => {
  simulator.lab.inject({ kind: "witness-lost", subjectRef: WITNESS });
  pass(1_000);
  const { ref: vmRef } = vm("ft-app");
  does("b", { kind: "go-live", vmRef, epoch: 2 });
  expect(broken()).toEqual([]);
  const { durable } = host("b");
  const known = durable?.vms[vmRef];
  if (!durable || !known) throw new Error("host-one-b knows nothing of ft-app");
  host("b").durable = { ...durable, vms: { ...durable.vms, [vmRef]: { ...known, rootRef: "incident" } } };
  does("b", { kind: "go-live", vmRef, epoch: 2 });
  expect(broken()).toEqual(["S8"]);
});

it("S9: says so where both hosts are in maintenance, and not where one leaves as the other comes back", () => {
  const stage = (side: "a" | "b", maintenance: "leaving" | "in") => {
    const one = host(side);
    if (one.durable) one.durable = { ...one.durable, maintenance };
  };
  stage("a", "in");
  stage("b", "leaving");
  safety.after(simulator.sim, null);
  expect(broken()).toEqual([]);
  stage("b", "in");
  safety.after(simulator.sim, null);
  expect(broken()).toEqual(["S9"]);
});
