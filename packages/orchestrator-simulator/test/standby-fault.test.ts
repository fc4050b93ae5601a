import type { FaultKind } from "@v-available/domain/fault-kind";
import { beforeEach, expect, it } from "vitest";
import { SafetyWatch } from "../src/invariant";
import type { Simulator } from "../src/simulator";
import { observeVm } from "../src/view";
import { newWorld } from "./schedule";

let simulator: Simulator;
let safety: SafetyWatch;
beforeEach(() => {
  safety = new SafetyWatch();
  simulator = newWorld("standbys", { afterEvent: safety.after });
  simulator.sim.beforeEffect = safety.before;
  simulator.advanceTo(20_000);
});

const machine = () => {
  const found = Object.values(simulator.sim.world.vms).find(({ name }) => name === "ft-app");
  if (!found) throw new Error("there is no ft-app");
  return found;
};
const seen = () => observeVm(simulator.sim, machine());
const client = () => simulator.clientOf(machine().ref);
const pass = (ms: number) => simulator.advanceTo(simulator.nowMs() + ms);
const inject = (kind: FaultKind) => simulator.lab.inject({ kind, subjectRef: machine().ref });
const until = (holds: () => boolean, what: string) => {
  const endMs = simulator.nowMs() + 60_000;
  while (!holds()) {
    if (simulator.nowMs() > endMs) throw new Error(`${what} did not come`);
    pass(20);
  }
};
const said = () => simulator.sim.world.journal.records.filter(({ rule }) => rule === "standby-dropped");
const goesOnUnhurt = () => {
  expect(client()).toMatchObject({ connectionsLost: 0, memoryLost: 0, lost: 0 });
  expect(client().longestGapMs).toBeLessThan(1_000);
  expect(safety.breaches).toEqual([]);
};

it("guest-hang: noticed by nobody while the agent is away, the guest is restarted where the standby took it over", () => {
  const { guestHangMs, agentRestartMs } = simulator.sim.world.settings;
  const { ref, pairRef } = machine();
  simulator.lab.inject({ kind: "guest-hang", subjectRef: ref });
  pass(guestHangMs - 300);
  simulator.lab.inject({ kind: "partition", subjectRef: pairRef });
  simulator.lab.inject({ kind: "agent-crash", subjectRef: "host-one-a" });
  pass(Math.min(agentRestartMs, 400));
  expect(machine().guestCrashed, "its agent was not there to hear it").toBe(true);
  until(() => seen().activeSide === "b" && seen().instances.b === "Running", "the guest on the other side");
  expect(simulator.sim.world.journal.records.some(({ faultKind }) => faultKind === "guest-hang")).toBe(true);
  expect(safety.breaches).toEqual([]);
});

it("replica-divergence: found at the next checkpoint, and the standby is built anew while the machine goes on", () => {
  inject("replica-divergence");
  expect(seen().standbySynchronized, "nobody has compared yet").toBe(true);
  pass(simulator.sim.world.settings.checkpointMs + 10);
  expect(seen()).toMatchObject({ standbySynchronized: false, instances: { a: "OutputHeld", b: null } });
  expect(said()).toMatchObject([{ faultKind: "replica-divergence", severity: "major", phase: "detected" }]);
  until(() => seen().standbySynchronized, "a standby");
  expect(seen()).toMatchObject({ activeSide: "a", declared: { compute: "lockstep" }, held: false });
  goesOnUnhurt();
});

it("replica-divergence: after the third within a day it goes on at High Availability, until somebody asks again", async () => {
  for (let times = 0; times < 3; times++) {
    inject("replica-divergence");
    until(() => said().length > times, "the drop");
    if (times < 2) until(() => seen().standbySynchronized, "a standby");
  }
  pass(30_000);
  expect(seen()).toMatchObject({
    declared: { compute: "restart", mirror: "sync" },
    standbySynchronized: false,
    instances: { a: "Running", b: null },
    mirror: { legs: { a: "UpToDate", b: "UpToDate" } },
  });
  expect(said().at(-1)?.sentence).toBe("ft-app goes on without a standby until somebody asks for one again.");
  goesOnUnhurt();
  const protection = { ...seen().declared, compute: "lockstep" as const };
  await simulator.execute({ kind: "vm.protect", vmRef: machine().ref, protection }, "again");
  until(() => seen().standbySynchronized, "a standby");
});

it("standby-lag: clients wait for it more and more, until it is dropped", () => {
  const usualMs = seen().standbyLagMs ?? 0;
  const fault = inject("standby-lag");
  const before = client().acknowledged;
  pass(8_000);
  expect(seen().standbyLagMs).toBeGreaterThan(usualMs + 700);
  const slow = client().acknowledged - before;
  until(() => said().length > 0, "the drop");
  expect(said()).toMatchObject([{ faultKind: "standby-lag", severity: "minor" }]);
  simulator.lab.clear(fault?.id ?? "");
  until(() => seen().standbySynchronized, "a standby");
  const from = client().acknowledged;
  pass(8_000);
  expect(client().acknowledged - from).toBeGreaterThan(1.3 * slow);
  expect(seen().standbyLagMs).toBeLessThan(100);
  expect(client()).toMatchObject({ connectionsLost: 0, memoryLost: 0, lost: 0 });
  expect(safety.breaches).toEqual([]);
});

it("standby-lag: one that lasts is dropped three times, and then done without", () => {
  inject("standby-lag");
  until(() => seen().declared.compute === "restart", "the third drop");
  pass(30_000);
  expect(seen()).toMatchObject({ held: false, mirror: { legs: { a: "UpToDate", b: "UpToDate" } } });
  expect(said()).toHaveLength(4);
  expect(safety.breaches).toEqual([]);
});
