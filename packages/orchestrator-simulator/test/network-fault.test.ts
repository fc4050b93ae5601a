import type { FaultKind } from "@v-available/domain/fault-kind";
import { beforeEach, describe, expect, it } from "vitest";
import { smallFleetOfEachLevel } from "../src/demo-fleet";
import { SafetyWatch } from "../src/invariant";
import { SETTINGS_OF_PACE } from "../src/pace";
import { startRequests } from "../src/request";
import { hostOf } from "../src/sim";
import { createSimulator, type Simulator } from "../src/simulator";
import { observeHost, observeLink, observeVm } from "../src/view";
import { newWorld, WALL_MS } from "./schedule";

let simulator: Simulator;
let safety: SafetyWatch;
beforeEach(() => {
  safety = new SafetyWatch();
  simulator = newWorld("network faults", { afterEvent: safety.after });
  simulator.sim.beforeEffect = safety.before;
  simulator.advanceTo(3_000);
});

const PROTECTED = ["ft-app", "ha-app"] as const;
const vm = (name: string) => {
  const found = Object.values(simulator.sim.world.vms).find((one) => one.name === name);
  if (!found) throw new Error(`no machine ${name}`);
  return observeVm(simulator.sim, found);
};
const host = (side: "a" | "b") => observeHost(simulator.sim, hostOf(simulator.sim, `host-one-${side}`));
const client = (name: string) => simulator.clientOf(vm(name).ref);
const pass = (ms: number) => simulator.advanceTo(simulator.nowMs() + ms);
const inject = (kind: FaultKind, subjectRef: string) => simulator.lab.inject({ kind, subjectRef });
const clear = (kind: FaultKind) => {
  const fault = simulator.lab.active().find((one) => one.kind === kind);
  if (!fault) throw new Error(`no ${kind} holds`);
  simulator.lab.clear(fault.id);
};
const writesIn = (ms: number, name: string): number => {
  const before = client(name).acknowledged;
  pass(ms);
  return client(name).acknowledged - before;
};
/** Requests of a crowd that were answered in that time, and those that were not. */
const askedIn = (ms: number, name: string) => {
  const { ref } = vm(name);
  startRequests(simulator.sim, ref);
  pass(ms);
  const { answered, failed } = simulator.sim.world.requests[ref] ?? { answered: 0, failed: 0 };
  return { answered, failed };
};
const recovers = () => {
  pass(60_000);
  for (const name of PROTECTED)
    expect([vm(name).mirror.legs, vm(name).held, client(name).lost], name).toEqual([
      { a: "UpToDate", b: "UpToDate" },
      false,
      0,
    ]);
  expect(vm("ft-app").standbySynchronized).toBe(true);
  expect([host("a").state, host("b").state]).toEqual(["Running", "Running"]);
  expect(safety.breaches).toEqual([]);
};

describe("business-nic", () => {
  it("clients of protected machines come in through the partner; a machine without one loses them until the port is up", () => {
    inject("business-nic", "host-one-a");
    expect(host("a")).toMatchObject({ state: "Degraded" });
    expect(host("a").components).toContainEqual(expect.objectContaining({ name: "nic-business", service: "out" }));
    for (const name of PROTECTED) {
      expect(writesIn(20_000, name), name).toBeGreaterThan(10);
      expect([vm(name).activeSide, client(name).connectionsLost], name).toEqual(["a", 0]);
      expect(client(name).longestGapMs, name).toBeLessThan(1_500);
    }
    expect(writesIn(20_000, "plain")).toBe(0);
    expect(askedIn(10_000, "ha-app").failed).toBe(0);
    expect(askedIn(10_000, "plain").answered).toBe(0);
    expect(vm("plain").instances.a, "it runs, and nobody reaches it").toBe("Running");
    clear("business-nic");
    expect(writesIn(10_000, "plain")).toBeGreaterThan(3);
    recovers();
  });

  it("leaves a protected machine unreached only while the way through the partner is gone as well", () => {
    inject("business-nic", "host-one-a");
    inject("availability-links", "pair-one");
    pass(10_000);
    expect([vm("ha-app").activeSide, writesIn(10_000, "ha-app")]).toEqual(["a", 0]);
    clear("availability-links");
    pass(2_000);
    expect(writesIn(10_000, "ha-app")).toBeGreaterThan(3);
    inject("host-power-loss", "host-one-b");
    pass(10_000);
    expect(writesIn(10_000, "ha-app")).toBe(0);
    clear("host-power-loss");
    clear("business-nic");
    recovers();
  });
});

describe("switch-failed", () => {
  const linkStates = () =>
    Object.fromEntries(
      Object.values(simulator.sim.world.links).map((link) => [link.kind, observeLink(simulator.sim, link).state]),
    );

  it("takes one availability link and management with it: the other link carries all until it is replaced", () => {
    inject("switch-failed", "pair-one/one-switch-1");
    pass(10_000);
    expect(linkStates()).toMatchObject({ "availability-a": "Down", "availability-b": "Up", management: "Down" });
    for (const name of PROTECTED)
      expect([vm(name).activeSide, vm(name).held, vm(name).register?.inSync], name).toEqual(["a", false, ["a", "b"]]);
    clear("switch-failed");
    expect(linkStates()).toMatchObject({ "availability-a": "Up", management: "Up" });
    recovers();
  });

  it("that both availability links go through takes both: machines go on alone where they are", () => {
    const fleet = smallFleetOfEachLevel();
    simulator = createSimulator({
      seed: "shared switch",
      fleet: { ...fleet, pairs: fleet.pairs.map((pair) => ({ ...pair, sharedSwitch: true })) },
      wallMs: WALL_MS,
      settings: SETTINGS_OF_PACE.brisk,
      afterEvent: safety.after,
    });
    simulator.sim.beforeEffect = safety.before;
    pass(3_000);
    inject("switch-failed", "pair-one/one-switch-1");
    pass(10_000);
    expect(linkStates()).toMatchObject({ "availability-a": "Down", "availability-b": "Down", management: "Up" });
    for (const name of PROTECTED)
      expect([vm(name).activeSide, vm(name).held, vm(name).register?.inSync], name).toEqual(["a", false, ["a"]]);
    clear("switch-failed");
    recovers();
  });

  it("is offered only where several links go through one", () => {
    const offer = simulator.lab.catalogue().find(({ kind }) => kind === "switch-failed");
    expect(offer?.subjects).toEqual([{ ref: "pair-one/one-switch-1", label: "one-switch-1", pairRef: "pair-one" }]);
  });
});
