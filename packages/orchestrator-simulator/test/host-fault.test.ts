import type { FaultKind } from "@v-available/domain/fault-kind";
import { beforeEach, describe, expect, it } from "vitest";
import { SafetyWatch } from "../src/invariant";
import { hostOf } from "../src/sim";
import type { Simulator } from "../src/simulator";
import { observeHost, observeVm } from "../src/view";
import { newWorld } from "./schedule";

let simulator: Simulator;
let safety: SafetyWatch;
beforeEach(() => {
  safety = new SafetyWatch();
  simulator = newWorld("host faults", { afterEvent: safety.after });
  simulator.sim.beforeEffect = safety.before;
  simulator.advanceTo(3_000);
});

const vm = (name: string) => {
  const found = Object.values(simulator.sim.world.vms).find((one) => one.name === name);
  if (!found) throw new Error(`no machine ${name}`);
  return observeVm(simulator.sim, found);
};
const host = (side: "a" | "b") => observeHost(simulator.sim, hostOf(simulator.sim, `host-one-${side}`));
const serviceOf = (side: "a" | "b", part: string) => host(side).components.find(({ name }) => name === part)?.service;
const client = (name: string) => simulator.clientOf(vm(name).ref);
const pass = (ms: number) => simulator.advanceTo(simulator.nowMs() + ms);
const inject = (kind: FaultKind, subjectRef: string) => simulator.lab.inject({ kind, subjectRef });

/** Long enough for a brisk host to boot and for every copy. */
const RECOVERY_MS = 60_000;
const recovers = () => {
  pass(RECOVERY_MS);
  for (const name of ["ft-app", "ha-app"])
    expect([vm(name).mirror.legs, vm(name).held, client(name).lost], name).toEqual([
      { a: "UpToDate", b: "UpToDate" },
      false,
      0,
    ]);
  expect(vm("ft-app").standbySynchronized).toBe(true);
  expect(safety.breaches).toEqual([]);
};

describe("faults of a host", () => {
  it("hypervisor-hang: the partner goes on, the watchdog fences the host when its lease is over, and it boots", () => {
    const leaseMs = simulator.sim.world.settings.timing.leaseMs;
    inject("hypervisor-hang", "host-one-a");
    expect(simulator.lab.active()).toEqual([]);
    const { acknowledged } = client("ha-app");
    const beganMs = simulator.nowMs();
    while (host("a").state !== "Booting" && simulator.nowMs() < beganMs + 2 * leaseMs) pass(10);
    const fencedAfterMs = simulator.nowMs() - beganMs;
    expect(fencedAfterMs, "it does not boot before anything fenced it").toBeGreaterThan(leaseMs / 2);
    expect(fencedAfterMs).toBeLessThanOrEqual(leaseMs + 10);
    expect(client("ha-app").acknowledged, "it runs nothing forward").toBe(acknowledged);
    expect(vm("ft-app")).toMatchObject({ activeSide: "b", instances: { b: "Running" } });
    expect(client("ft-app")).toMatchObject({ connectionsLost: 0, memoryLost: 0 });
    expect(client("ft-app").longestGapMs).toBeLessThan(1_500);
    recovers();
    expect([vm("ha-app").activeSide, client("ha-app").memoryLost]).toEqual(["b", 1]);
    expect(host("a").state).toBe("Running");
  });

  it("hypervisor-hang: a host whose power is cut while it hangs stays off until power is back", () => {
    inject("hypervisor-hang", "host-one-a");
    const cut = inject("host-power-loss", "host-one-a");
    pass(30_000);
    expect(host("a").state).toBe("Offline");
    simulator.lab.clear(cut?.id ?? "");
    recovers();
  });

  it.each([
    ["fan", "fan-0", "fan-1"],
    ["psu", "psu-0", "psu-1"],
  ] as const)(
    "%s: the other one carries all, the host says so, and it is whole once replaced",
    (kind, broken, other) => {
      const fault = inject(kind, `host-one-a/${broken}`);
      pass(10_000);
      const told = { kind, name: broken, service: "out", faultTimesMs: [fault?.sinceMs] };
      expect(host("a").components).toContainEqual(expect.objectContaining(told));
      expect([host("a").state, host("b").state]).toEqual(["Degraded", "Running"]);
      expect(() => inject(kind, `host-one-a/${other}`), "the last one").toThrow("There is no host-one-a");
      for (const name of ["ft-app", "ha-app"])
        expect([vm(name).activeSide, client(name).connectionsLost], name).toEqual(["a", 0]);
      simulator.lab.clear(fault?.id ?? "");
      expect(host("a").state).toBe("Running");
      expect(host("a").components).toContainEqual(
        expect.objectContaining({ kind, name: broken, service: "in", faultTimesMs: [] }),
      );
      recovers();
    },
  );

  it("memory-uncorrectable: survived like a crash; the host boots without the module until it is replaced", () => {
    const fault = inject("memory-uncorrectable", "host-one-a/dimm-1");
    expect(simulator.lab.active()).toMatchObject([{ subjectLabel: "one-a, dimm-1", pairRef: "pair-one" }]);
    pass(2_000);
    expect([vm("ft-app").activeSide, client("ft-app").connectionsLost, client("ft-app").memoryLost]).toEqual([
      "b",
      0,
      0,
    ]);
    recovers();
    expect([vm("ha-app").activeSide, client("ha-app").memoryLost]).toEqual(["b", 1]);
    expect([host("a").state, serviceOf("a", "dimm-1")]).toEqual(["Degraded", "out"]);
    inject("memory-uncorrectable", "host-one-a/dimm-0");
    expect(serviceOf("a", "dimm-0"), "the last one is never taken out").toBe("at-risk");
    simulator.lab.clear(fault?.id ?? "");
    recovers();
    expect([host("a").state, serviceOf("a", "dimm-1")]).toEqual(["PredictedToFail", "in"]);
  });

  it("cpu-machine-check: the host boots again once; at the second within a day it stays off until it is cleared", () => {
    expect(inject("cpu-machine-check", "host-one-a/cpu-0"), "over once it has happened").toBeNull();
    expect(host("a").state).toBe("Booting");
    recovers();
    expect([host("a").state, serviceOf("a", "cpu-0")]).toEqual(["Running", "in"]);
    const second = inject("cpu-machine-check", "host-one-a/cpu-0");
    pass(60_000);
    expect([host("a").state, serviceOf("a", "cpu-0")]).toEqual(["PoweredOff", "out"]);
    const cut = inject("host-power-loss", "host-one-a");
    expect(host("a").state, "nothing in it can say anything").toBe("Offline");
    simulator.lab.clear(cut?.id ?? "");
    expect(host("a").state, "power alone does not start it").toBe("PoweredOff");
    simulator.lab.clear(second?.id ?? "");
    expect(host("a").state).toBe("Booting");
    recovers();
    expect(host("a").state).toBe("Running");
  });

  it("cpu-machine-check: two that are more than a day apart are two first ones", () => {
    const faultTimesMs = [simulator.nowMs() - 24 * 3_600_000];
    hostOf(simulator.sim, "host-one-a").partRecords = { "cpu-0": { service: "in", faultTimesMs } };
    expect(inject("cpu-machine-check", "host-one-a/cpu-0")).toBeNull();
    expect(host("a").state).toBe("Booting");
  });

  it("predicted-failure: machines that may move go to the partner with their connections, the others stay", () => {
    const fault = inject("predicted-failure", "host-one-a/controller-0");
    pass(30_000);
    expect(host("a").state).toBe("PredictedToFail");
    for (const name of ["ft-app", "ha-app"]) {
      expect(vm(name), name).toMatchObject({ activeSide: "b", instances: { b: "Running" } });
      expect(client(name), name).toMatchObject({ connectionsLost: 0, memoryLost: 0 });
    }
    expect(vm("plain")).toMatchObject({ activeSide: "a", instances: { a: "Running" } });
    const told = simulator.sim.world.journal.records.filter(({ rule }) => rule === "switch-active");
    expect(told).toContainEqual(
      expect.objectContaining({
        actor: "host",
        sentence: "ha-app moves from host-one-a to host-one-b: controller-0 of one-a may fail.",
      }),
    );
    expect(simulator.sim.world.journal.records.filter(({ actor }) => actor === "operator")).toEqual([]);
    simulator.lab.clear(fault?.id ?? "");
    recovers();
    expect([host("a").state, vm("ha-app").activeSide], "nothing moves back by itself").toEqual(["Running", "b"]);
  });

  it("predicted-failure: nothing moves to a partner that may fail too, until that one is sound", () => {
    const first = inject("predicted-failure", "host-one-b/fan-0");
    inject("predicted-failure", "host-one-a/dimm-0");
    pass(30_000);
    expect([vm("ft-app").activeSide, vm("ha-app").activeSide]).toEqual(["a", "a"]);
    simulator.lab.clear(first?.id ?? "");
    recovers();
    expect([vm("ft-app").activeSide, vm("ha-app").activeSide]).toEqual(["b", "b"]);
  });

  it("memory-correctable: counted; the third within a day foretells a failure, and a worse one is that failure", () => {
    const flip = () => inject("memory-correctable", "host-one-a/dimm-0");
    flip();
    pass(1_000);
    flip();
    expect([host("a").state, serviceOf("a", "dimm-0"), simulator.lab.active()]).toEqual(["Running", "in", []]);
    expect(host("a").components.find(({ name }) => name === "dimm-0")?.faultTimesMs).toHaveLength(2);
    pass(1_000);
    flip();
    expect([host("a").state, serviceOf("a", "dimm-0")]).toEqual(["PredictedToFail", "at-risk"]);
    expect(simulator.lab.active()).toMatchObject([{ kind: "predicted-failure", subjectLabel: "one-a, dimm-0" }]);
    pass(30_000);
    expect([vm("ft-app").activeSide, vm("ha-app").activeSide]).toEqual(["b", "b"]);
    const broken = inject("memory-uncorrectable", "host-one-a/dimm-0");
    expect(simulator.lab.active()).toMatchObject([{ kind: "memory-uncorrectable" }]);
    pass(30_000);
    expect(client("ha-app").memoryLost, "it had left in time").toBe(0);
    simulator.lab.clear(broken?.id ?? "");
    recovers();
    expect([host("a").state, serviceOf("a", "dimm-0")]).toEqual(["Running", "in"]);
  });

  const writesIn = (ms: number, name: string): number => {
    const before = client(name).acknowledged;
    pass(ms);
    return client(name).acknowledged - before;
  };

  it("cpu-thermal-throttle: machines that may move leave for a sound partner by themselves, the others are slow until it is cool", () => {
    const quick = writesIn(30_000, "plain");
    const fault = inject("cpu-thermal-throttle", "host-one-a/cpu-1");
    expect(host("a").components).toContainEqual(expect.objectContaining({ name: "cpu-1", clockRatio: 0.4 }));
    expect([host("a").state, serviceOf("a", "cpu-1")]).toEqual(["Degraded", "in"]);
    expect(writesIn(30_000, "plain")).toBeLessThan(0.6 * quick);
    for (const name of ["ft-app", "ha-app"]) {
      expect(vm(name), name).toMatchObject({ activeSide: "b", instances: { b: "Running" } });
      expect(client(name), name).toMatchObject({ connectionsLost: 0, memoryLost: 0 });
    }
    expect(vm("plain").instances.a).toBe("Running");
    expect(simulator.sim.world.journal.records.map(({ sentence }) => sentence)).toContain(
      "ha-app moves from host-one-a to host-one-b: cpu-1 of one-a can't keep its clock for heat.",
    );
    simulator.lab.clear(fault?.id ?? "");
    expect(host("a").state).toBe("Running");
    expect(writesIn(30_000, "plain")).toBeGreaterThan(0.8 * quick);
    recovers();
  });

  it("cpu-thermal-throttle: nothing moves to a partner that is too hot as well", () => {
    const cold = inject("cpu-thermal-throttle", "host-one-b/cpu-0");
    inject("cpu-thermal-throttle", "host-one-a/cpu-0");
    pass(30_000);
    expect([vm("ft-app").activeSide, vm("ha-app").activeSide]).toEqual(["a", "a"]);
    simulator.lab.clear(cold?.id ?? "");
    recovers();
    expect([vm("ft-app").activeSide, vm("ha-app").activeSide]).toEqual(["b", "b"]);
  });
});
