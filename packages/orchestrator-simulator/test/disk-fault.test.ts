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
  simulator = newWorld("disk faults", { afterEvent: safety.after });
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
const disk = (side: "a" | "b") => host(side).components.find(({ name }) => name === "disk-0");
const client = (name: string) => simulator.clientOf(vm(name).ref);
const pass = (ms: number) => simulator.advanceTo(simulator.nowMs() + ms);
const inject = (kind: FaultKind, subjectRef: string) => simulator.lab.inject({ kind, subjectRef });
const clear = (kind: FaultKind, subjectRef: string) => {
  const fault = simulator.lab.active().find((one) => one.kind === kind && one.subjectRef === subjectRef);
  if (!fault) throw new Error(`no ${kind} holds for ${subjectRef}`);
  simulator.lab.clear(fault.id);
};
const [DISK_A, DISK_B] = ["host-one-a/disk-0", "host-one-b/disk-0"] as const;
const slowMs = () => simulator.sim.world.settings.slowDiskMs;
/** Writes that were acknowledged in that time. */
const writesIn = (ms: number, name: string): number => {
  const before = client(name).acknowledged;
  pass(ms);
  return client(name).acknowledged - before;
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

describe("disk-slow", () => {
  it("slows what writes to it down while every heartbeat comes, and the host says with what number", () => {
    const quick = writesIn(2_500, "plain");
    inject("disk-slow", DISK_A);
    expect(disk("a")).toMatchObject({ service: "in", latencyP99Ms: 4_000 });
    expect([host("a").state, host("b").state]).toEqual(["Degraded", "Running"]);
    expect(writesIn(2_500, "plain")).toBeLessThan(quick);
    pass(60_000);
    expect(client("plain").longestGapMs, "the only copy is never given up").toBeGreaterThan(2_000);
    expect(vm("plain")).toMatchObject({ activeSide: "a", instances: { a: "Running" } });
    expect(vm("plain").mirror.legs.a).toBe("UpToDate");
    clear("disk-slow", DISK_A);
    expect(disk("a")).toMatchObject({ service: "in", latencyP99Ms: null });
    recovers();
  });

  it("under the active side: after its time machines go on from the partner's copy and move there, connections kept", () => {
    inject("disk-slow", DISK_A);
    pass(slowMs() - 100);
    for (const name of PROTECTED) expect([vm(name).activeSide, vm(name).mirror.legs.a]).toEqual(["a", "UpToDate"]);
    pass(5_000);
    for (const name of PROTECTED) {
      expect(vm(name), name).toMatchObject({ activeSide: "b", instances: { b: "Running" }, held: false });
      expect([vm(name).mirror.legs.a, vm(name).register?.inSync], name).toEqual(["Failed", ["b"]]);
      expect(client(name), name).toMatchObject({ connectionsLost: 0, memoryLost: 0, lost: 0 });
    }
    const said = simulator.sim.world.journal.records.filter(({ faultKind }) => faultKind === "disk-slow");
    expect(said.map(({ sentence }) => sentence)).toContain(
      "The disk of ha-app on host-one-a is too slow: it goes on from the copy on host-one-b.",
    );
    expect(simulator.sim.world.journal.records.some(({ faultKind }) => faultKind === "disk-failed")).toBe(false);
    expect(disk("a")?.service, "the machine without a partner still needs it").toBe("in");
    clear("disk-slow", DISK_A);
    recovers();
  });

  it("under the standby side: after its time the slow copy is given up, and writes are quick again", () => {
    inject("disk-slow", DISK_B);
    pass(slowMs() + 5_000);
    for (const name of PROTECTED) {
      expect([vm(name).activeSide, vm(name).register?.inSync], name).toEqual(["a", ["a"]]);
      expect(writesIn(5_000, name), name).toBeGreaterThan(3);
    }
    expect(disk("b"), "nothing on it is in use").toMatchObject({ service: "out", latencyP99Ms: 4_000 });
    clear("disk-slow", DISK_B);
    recovers();
  });

  it("on both hosts at once: each machine keeps one of its slow copies", () => {
    inject("disk-slow", DISK_A);
    inject("disk-slow", DISK_B);
    pass(slowMs() + 60_000);
    for (const name of PROTECTED) {
      const copies = Object.values(vm(name).mirror.legs).filter((state) => state === "UpToDate");
      expect([copies.length, vm(name).instances[vm(name).activeSide], vm(name).held], name).toEqual([
        1,
        "Running",
        false,
      ]);
    }
    clear("disk-slow", DISK_A);
    clear("disk-slow", DISK_B);
    recovers();
  });

  it("waits for the partner's copy where that is being filled, and gives its own up once it is whole", () => {
    inject("disk-failed", DISK_B);
    pass(5_000);
    inject("disk-slow", DISK_A);
    pass(slowMs() + 20_000);
    for (const name of PROTECTED)
      expect([vm(name).activeSide, vm(name).mirror.legs.a], name).toEqual(["a", "UpToDate"]);
    clear("disk-failed", DISK_B);
    pass(60_000);
    for (const name of PROTECTED) expect([vm(name).activeSide, vm(name).mirror.legs.a], name).toEqual(["b", "Failed"]);
    clear("disk-slow", DISK_A);
    recovers();
  });

  it("that breaks for good is a failed disk from then on", () => {
    inject("disk-slow", DISK_B);
    pass(slowMs() + 5_000);
    inject("disk-failed", DISK_B);
    expect(simulator.lab.active()).toMatchObject([{ kind: "disk-failed" }]);
    expect(disk("b")).toMatchObject({ service: "out", latencyP99Ms: null });
    clear("disk-failed", DISK_B);
    recovers();
  });
});

describe("disk-transient", () => {
  it("is tried again: what asks meanwhile waits, is answered, and the disk stays in service", () => {
    pass(2_000);
    const before = client("ha-app").longestGapMs;
    expect(inject("disk-transient", DISK_A), "over once it has happened").toBeNull();
    expect(disk("a")).toMatchObject({ service: "in", faultTimesMs: [expect.any(Number)] });
    pass(5_000);
    expect(client("ha-app").longestGapMs, "it waited").toBeGreaterThan(Math.max(before, 650));
    expect(client("ha-app").longestGapMs).toBeLessThan(2_000);
    for (const name of PROTECTED) expect(vm(name).activeSide, name).toBe("a");
    recovers();
  });

  const often = (subjectRef: string) => {
    for (let count = 0; count < 3; count++) {
      inject("disk-transient", subjectRef);
      pass(60_000);
    }
  };

  it("the third within an hour takes the disk out of service, until it is replaced and filled", () => {
    often(DISK_B);
    expect(disk("b")?.service).toBe("out");
    for (const name of PROTECTED)
      expect([vm(name).activeSide, vm(name).register?.inSync, vm(name).held], name).toEqual(["a", ["a"], false]);
    expect(() => inject("disk-transient", DISK_B)).toThrow("There is no host-one-b/disk-0");
    clear("disk-failed", DISK_B);
    expect(disk("b")).toMatchObject({ service: "in", faultTimesMs: [] });
    recovers();
  });

  it("under the active side: machines with a partner leave it, the last good copy stays in use and at risk", () => {
    often(DISK_A);
    for (const name of PROTECTED) {
      expect([vm(name).activeSide, vm(name).mirror.legs.a], name).toEqual(["b", "Failed"]);
      expect(client(name), name).toMatchObject({ connectionsLost: 0, memoryLost: 0 });
    }
    expect([disk("a")?.service, host("a").state]).toEqual(["at-risk", "PredictedToFail"]);
    expect([vm("plain").instances.a, vm("plain").mirror.legs.a]).toEqual(["Running", "UpToDate"]);
    clear("disk-failed", DISK_A);
    expect(vm("plain").instances.a).toBe("Running");
    recovers();
  });

  it("three that are more than an hour apart are three first ones", () => {
    for (let count = 0; count < 3; count++) {
      inject("disk-transient", DISK_B);
      const { disks } = hostOf(simulator.sim, "host-one-b");
      for (const one of disks) one.faultTimesMs = one.faultTimesMs.map((atMs) => atMs - 3_600_001);
    }
    pass(10_000);
    expect([disk("b")?.service, simulator.lab.active()]).toEqual(["in", []]);
  });
});

describe("disk-failed", () => {
  it("a guest that is started anew boots from no copy but the partner's, and waits while that host hangs", () => {
    pass(20_000);
    inject("disk-failed", DISK_A);
    pass(800);
    inject("hypervisor-hang", "host-one-b");
    pass(200);
    inject("guest-hang", vm("ha-app").ref);
    pass(60_000);
    expect([vm("ha-app").instances.b, client("ha-app").lost]).toEqual(["Running", 0]);
    clear("disk-failed", DISK_A);
    recovers();
  });
});

describe("storage-full", () => {
  const replication = () => PROTECTED.map((name) => vm(name).mirror.replication);
  const left = () => vm("ha-app").mirror.outOfSyncBytes;
  const resyncsToB = () => {
    inject("disk-failed", DISK_B);
    pass(5_000);
    clear("disk-failed", DISK_B);
    for (let waitedMs = 0; waitedMs < 2_000 && replication().includes("Off"); waitedMs += 5) pass(5);
    expect(replication()).toEqual(["SyncSource", "SyncSource"]);
  };

  it("of the host that is filled pauses the resync while machines go on; it goes on from there when there is space", () => {
    resyncsToB();
    inject("storage-full", "host-one-b");
    pass(10);
    expect([replication(), host("b").state]).toEqual([["Paused", "Paused"], "Degraded"]);
    const paused = left();
    expect(paused).toBeGreaterThan(0);
    expect(writesIn(60_000, "ha-app")).toBeGreaterThan(30);
    expect([left(), vm("ha-app").register?.inSync, vm("ha-app").mirror.legs.b]).toEqual([
      paused,
      ["a"],
      "Inconsistent",
    ]);
    clear("storage-full", "host-one-b");
    expect(replication()).toEqual(["SyncSource", "SyncSource"]);
    expect(left()).toBe(paused);
    const rate = vm("ha-app").mirror.resyncBytesPerSecond;
    pass((500 * paused) / rate);
    expect(left(), "half of the way, and not done by what was expected before the pause").toBeGreaterThan(0);
    recovers();
  });

  it("while machines have two copies changes nothing for them", () => {
    inject("storage-full", "host-one-b");
    pass(30_000);
    for (const name of PROTECTED) expect([vm(name).mirror.legs.b, vm(name).held], name).toEqual(["UpToDate", false]);
    clear("storage-full", "host-one-b");
    recovers();
  });

  it("of the host that is copied from does not pause it", () => {
    resyncsToB();
    inject("storage-full", "host-one-a");
    pass(60_000);
    expect(replication()).toEqual(["Established", "Established"]);
  });
});

describe("controller-failed", () => {
  const CONTROLLER_A = "host-one-a/controller-0";
  const CONTROLLER_B = "host-one-b/controller-0";
  const service = (side: "a" | "b") => host(side).components.find(({ kind }) => kind === "controller")?.service;

  it("under the active side: all its copies stand at once; machines go on from the partner's and move there", () => {
    inject("controller-failed", CONTROLLER_A);
    expect([service("a"), host("a").state]).toEqual(["out", "Degraded"]);
    expect(["ft-app", "ha-app", "plain"].map((name) => vm(name).mirror.legs.a)).toEqual(["Failed", "Failed", "Failed"]);
    pass(10_000);
    for (const name of PROTECTED) {
      expect(vm(name), name).toMatchObject({ activeSide: "b", instances: { b: "Running" }, held: false });
      expect(client(name), name).toMatchObject({ connectionsLost: 0, memoryLost: 0, lost: 0 });
      expect(client(name).longestGapMs, name).toBeLessThan(1_000);
    }
    const said = simulator.sim.world.journal.records.filter(({ faultKind }) => faultKind === "controller-failed");
    expect(said.map(({ sentence }) => sentence)).toContain(
      "The disk controller of host-one-a failed under ha-app: it goes on from the copy on host-one-b.",
    );
    expect(simulator.sim.world.journal.records.some(({ faultKind }) => faultKind === "disk-failed")).toBe(false);
    expect(vm("plain").instances.a, "it waits for its only copy").toBe("Frozen");
    clear("controller-failed", CONTROLLER_A);
    expect([service("a"), vm("plain").instances.a]).toEqual(["in", "Running"]);
    expect(writesIn(5_000, "plain"), "it goes on where it stood").toBeGreaterThan(0);
    expect(client("plain")).toMatchObject({ connectionsLost: 0, memoryLost: 0, lost: 0 });
    recovers();
  });

  it("under the standby side: simplex where it is; the copies come back as they were and are brought up to date", () => {
    inject("controller-failed", CONTROLLER_B);
    pass(20_000);
    for (const name of PROTECTED) {
      expect([vm(name).activeSide, vm(name).register?.inSync, vm(name).held], name).toEqual(["a", ["a"], false]);
      expect(writesIn(2_000, name), name).toBeGreaterThan(0);
    }
    clear("controller-failed", CONTROLLER_B);
    recovers();
  });

  it("on the host that takes over: it holds the token and the memory, and serves once its copies can be read", () => {
    inject("host-power-loss", "host-one-a");
    inject("controller-failed", CONTROLLER_B);
    pass(60_000);
    for (const name of PROTECTED) expect(vm(name).activeSide, name).toBe("b");
    expect([vm("ft-app").instances.b, vm("ha-app").instances.b]).toEqual(["Frozen", "Starting"]);
    expect(PROTECTED.map((name) => writesIn(1_000, name))).toEqual([0, 0]);
    clear("controller-failed", CONTROLLER_B);
    pass(10_000);
    for (const name of PROTECTED) expect(writesIn(5_000, name), name).toBeGreaterThan(0);
    expect(client("ft-app")).toMatchObject({ connectionsLost: 0, memoryLost: 0, lost: 0 });
    clear("host-power-loss", "host-one-a");
    recovers();
  });

  it("over the only good copies: they wait, over a boot too, and nothing is lost when it is replaced", () => {
    inject("host-power-loss", "host-one-b");
    pass(20_000);
    inject("controller-failed", CONTROLLER_A);
    pass(20_000);
    for (const name of PROTECTED) expect(vm(name).instances.a, name).toBe("Frozen");
    inject("host-crash", "host-one-a");
    pass(60_000);
    clear("host-power-loss", "host-one-b");
    pass(60_000);
    for (const name of PROTECTED) expect(Object.values(vm(name).instances), name).not.toContain("Running");
    clear("controller-failed", CONTROLLER_A);
    recovers();
    for (const name of PROTECTED) expect(vm(name).instances[vm(name).activeSide], name).toBe("Running");
    expect(vm("plain").instances.a).toBe("Running");
  });
});
