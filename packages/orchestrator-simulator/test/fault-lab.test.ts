import type { FaultKind } from "@v-available/domain/fault-kind";
import type { ObservedVm } from "@v-available/domain/observed";
import { Refusal } from "@v-available/domain/refusal";
import { beforeEach, describe, expect, it } from "vitest";
import { smallFleetOfEachLevel } from "../src/demo-fleet";
import { createSimulator, type Simulator } from "../src/simulator";
import { observeHost, observeLink, observeVm } from "../src/view";
import { observeWitness } from "../src/witness-view";
import { newWorld } from "./schedule";

let simulator: Simulator;
beforeEach(() => {
  simulator = newWorld("faults");
  simulator.advanceTo(3_000);
});

const vm = (name: string): ObservedVm => {
  const found = Object.values(simulator.sim.world.vms).find((one) => one.name === name);
  if (!found) throw new Error(`no machine ${name}`);
  return observeVm(simulator.sim, found);
};
const host = (side: "a" | "b") => {
  const found = simulator.sim.world.hosts[`host-one-${side}`];
  if (!found) throw new Error(`no host ${side}`);
  return observeHost(simulator.sim, found);
};
const link = (kind: string) => {
  const found = Object.values(simulator.sim.world.links).find((one) => one.kind === kind);
  if (!found) throw new Error(`no link ${kind}`);
  return observeLink(simulator.sim, found);
};
const pass = (ms: number) => simulator.advanceTo(simulator.nowMs() + ms);
const inject = (kind: FaultKind, subjectRef: string) => simulator.lab.inject({ kind, subjectRef });
const clear = (kind: FaultKind) => {
  const fault = simulator.lab.active().find((one) => one.kind === kind);
  if (!fault) throw new Error(`no ${kind} holds`);
  simulator.lab.clear(fault.id);
};
const refOf = (name: string) => vm(name).ref;
const client = (name: string) => simulator.clientOf(refOf(name));
const isWhole = (name: string) =>
  vm(name).mirror.legs.a === "UpToDate" && vm(name).mirror.legs.b === "UpToDate" && !vm(name).held;
const saidKinds = () => new Set(simulator.sim.world.journal.records.map(({ faultKind }) => faultKind));

/** Long enough for a brisk host to boot and for every copy. */
const RECOVERY_MS = 60_000;
const recovers = () => {
  pass(RECOVERY_MS);
  expect(["ft-app", "ha-app"].filter((name) => !isWhole(name))).toEqual([]);
  expect(vm("ft-app").standbySynchronized).toBe(true);
  expect([client("ft-app").lost, client("ha-app").lost]).toEqual([0, 0]);
  expect(host("a").state).toBe("Running");
  expect(host("b").state).toBe("Running");
};

describe("the fault lab", () => {
  it("offers each fault with its subjects and how it ends", () => {
    const catalogue = simulator.lab.catalogue();
    expect(catalogue.map(({ kind }) => kind)).toEqual([
      "host-power-loss",
      "host-crash",
      "hypervisor-hang",
      "memory-correctable",
      "memory-uncorrectable",
      "cpu-machine-check",
      "cpu-thermal-throttle",
      "fan",
      "psu",
      "predicted-failure",
      "availability-link",
      "availability-links",
      "link-latency",
      "link-loss",
      "link-saturated",
      "link-flapping",
      "switch-failed",
      "wan-down",
      "replication-lag",
      "journal-full",
      "partition",
      "split-brain",
      "business-nic",
      "site-power",
      "site-isolated",
      "witness-lost",
      "witness-path",
      "disk-transient",
      "disk-failed",
      "disk-slow",
      "storage-full",
      "controller-failed",
      "agent-crash",
      "guest-crash",
      "guest-hang",
      "replica-divergence",
      "standby-lag",
      "mirror-out-of-sync",
      "verify-mismatch",
      "orchestrator-unreachable",
      "control-plane-down",
      "operator-error",
      "config-mismatch",
      "capacity-overcommit",
      "clock-skew",
      "clock-step",
    ]);
    // A console is part of a world in the lab only, and this fleet has no recovery site.
    const without = catalogue.filter(({ subjects }) => subjects.length === 0).map(({ kind }) => kind);
    expect(without).toEqual(["wan-down", "replication-lag", "journal-full", "control-plane-down"]);
  });

  it("refuses what it does not know, what is not there, and the same twice", () => {
    const refusal = (work: () => unknown) => {
      try {
        work();
      } catch (error) {
        if (error instanceof Refusal) return error.detail;
      }
      throw new Error("it was not refused");
    };
    expect(refusal(() => inject("rust" as FaultKind, "host-one-a"))).toMatchObject({
      code: "unsupported",
      field: "kind",
    });
    expect(refusal(() => inject("operator-error", "coffee:host-one-a"))).toMatchObject({ code: "not-found" });
    expect(refusal(() => inject("disk-failed", "host-nine/disk-0"))).toMatchObject({ code: "not-found" });
    inject("witness-lost", "witness-south");
    expect(refusal(() => inject("witness-lost", "witness-south"))).toMatchObject({ code: "illegal-transition" });
    expect(refusal(() => simulator.lab.clear("fault-0"))).toMatchObject({ code: "not-found" });
  });

  it("host-power-loss of the active host: ComputeThru at FT, restart at HA, down without protection", () => {
    inject("host-power-loss", "host-one-a");
    pass(1_500);
    expect(vm("ft-app")).toMatchObject({ activeSide: "b", instances: { b: "Running" } });
    expect(client("ft-app")).toMatchObject({ connectionsLost: 0, memoryLost: 0, lost: 0 });
    expect(client("ft-app").longestGapMs).toBeLessThan(1_500);
    pass(15_000);
    expect(vm("ha-app")).toMatchObject({ activeSide: "b", instances: { b: "Running" } });
    expect(client("ha-app")).toMatchObject({ memoryLost: 1, lost: 0 });
    expect(vm("plain").instances.b).toBeNull();
    expect(host("a").state).toBe("Offline");
    clear("host-power-loss");
    expect(host("a").state).toBe("Booting");
    recovers();
    expect(vm("plain").instances.a).toBe("Running");
  });

  it("host-power-loss of the standby host: simplex, and both copies again afterwards", () => {
    inject("host-power-loss", "host-one-b");
    pass(10_000);
    for (const name of ["ft-app", "ha-app"]) expect(vm(name)).toMatchObject({ activeSide: "a", held: false });
    expect(vm("ha-app").mirror.legs.b).toBe("Outdated");
    clear("host-power-loss");
    recovers();
  });

  it("availability-link: the other link carries on, nothing is lost or held", () => {
    inject("availability-link", "link-one-availability-a");
    pass(5_000);
    expect(link("availability-a").state).toBe("Down");
    expect([isWhole("ft-app"), isWhole("ha-app")]).toEqual([true, true]);
    clear("availability-link");
    pass(1_000);
    expect(link("availability-a").state).toBe("Up");
    recovers();
  });

  it("availability-links: the active side goes on alone where it is", () => {
    inject("availability-links", "pair-one");
    pass(10_000);
    for (const name of ["ft-app", "ha-app"]) {
      expect(vm(name)).toMatchObject({ activeSide: "a", held: false, instances: { a: "Running" } });
      expect(vm(name).register?.inSync).toEqual(["a"]);
    }
    clear("availability-links");
    recovers();
    expect(vm("ft-app").activeSide).toBe("a");
  });

  it("partition: exactly one side goes on", () => {
    inject("partition", "pair-one");
    pass(10_000);
    for (const name of ["ft-app", "ha-app"]) {
      const running = Object.values(vm(name).instances).filter((state) => state === "Running");
      expect(running, name).toHaveLength(1);
    }
    expect(saidKinds()).toContain("partition");
    clear("partition");
    recovers();
  });

  it("witness-lost: no machine changes, and both hosts say so", () => {
    const before = ["ft-app", "ha-app", "plain"].map((name) => vm(name).instances);
    inject("witness-lost", "witness-south");
    pass(4_000);
    expect(["ft-app", "ha-app", "plain"].map((name) => vm(name).instances)).toEqual(before);
    const { seenBy } = observeWitness(simulator.sim, "pair-one", "witness-south");
    expect([seenBy.a.reachable, seenBy.b.reachable]).toEqual([false, false]);
    expect(saidKinds()).toContain("witness-lost");
    clear("witness-lost");
    recovers();
    expect(observeWitness(simulator.sim, "pair-one", "witness-south").seenBy.a.reachable).toBe(true);
  });

  it("witness-path: one host does not see the witness, nothing else happens", () => {
    inject("witness-path", "host-one-a/witness-south");
    pass(4_000);
    const { seenBy } = observeWitness(simulator.sim, "pair-one", "witness-south");
    expect([seenBy.a.reachable, seenBy.b.reachable]).toEqual([false, true]);
    expect([isWhole("ft-app"), isWhole("ha-app")]).toEqual([true, true]);
    clear("witness-path");
    recovers();
  });

  it("disk-failed under the active side: served from the partner without a restart; a replaced disk is copied in full", () => {
    inject("disk-failed", "host-one-a/disk-0");
    expect(vm("ha-app")).toMatchObject({ activeSide: "a", instances: { a: "Running" }, held: false });
    expect(vm("ha-app").mirror.legs).toEqual({ a: "Failed", b: "UpToDate" });
    pass(10_000);
    for (const name of ["ft-app", "ha-app"]) {
      expect(vm(name), name).toMatchObject({ activeSide: "b", instances: { b: "Running" }, held: false });
      expect(vm(name).mirror.legs.a).toBe("Failed");
      expect(vm(name).register?.inSync).toEqual(["b"]);
      expect(client(name), name).toMatchObject({ connectionsLost: 0, memoryLost: 0, lost: 0 });
      expect(client(name).longestGapMs, name).toBeLessThan(1_000);
    }
    expect(host("a").components).toContainEqual(expect.objectContaining({ name: "disk-0", service: "out" }));
    clear("disk-failed");
    recovers();
  });

  it("disk-failed without a witness: served from the partner where it is, and moved once the witness is back", () => {
    inject("witness-lost", "witness-south");
    pass(4_000);
    inject("disk-failed", "host-one-a/disk-0");
    pass(60_000);
    for (const name of ["ft-app", "ha-app"]) {
      expect(vm(name), name).toMatchObject({ activeSide: "a", instances: { a: "Running" }, held: false });
      expect(client(name).longestGapMs, name).toBeLessThan(1_000);
    }
    clear("disk-failed");
    pass(5_000);
    clear("witness-lost");
    recovers();
    for (const name of ["ft-app", "ha-app"]) {
      expect(vm(name).activeSide, name).toBe("b");
      expect(client(name), name).toMatchObject({ connectionsLost: 0, memoryLost: 0 });
    }
  });

  it("disk-failed under the only complete copy: it stands still, and the unfinished one is not started", () => {
    inject("disk-failed", "host-one-b/disk-0");
    pass(5_000);
    clear("disk-failed");
    const copied = () => ["ft-app", "ha-app"].map((name) => vm(name).mirror.replication);
    for (let waitedMs = 0; waitedMs < 2_000 && copied().includes("Off"); waitedMs += 5) pass(5);
    expect(copied()).toEqual(["SyncSource", "SyncSource"]);
    inject("disk-failed", "host-one-a/disk-0");
    pass(60_000);
    for (const name of ["ft-app", "ha-app"]) {
      expect(vm(name), name).toMatchObject({ activeSide: "a", instances: { a: "Frozen", b: null } });
      expect(vm(name).register?.inSync, name).toEqual(["a"]);
    }
  });

  it("disk-failed under the standby side: simplex where it is", () => {
    inject("disk-failed", "host-one-b/disk-0");
    pass(10_000);
    for (const name of ["ft-app", "ha-app"]) expect(vm(name)).toMatchObject({ activeSide: "a", held: false });
    clear("disk-failed");
    recovers();
  });

  it("agent-crash: machines notice nothing, the agent is back by itself", () => {
    inject("agent-crash", "host-one-b");
    expect(simulator.lab.active()).toEqual([]);
    expect(host("b").state).not.toBe("Running");
    recovers();
    expect(client("ft-app").connectionsLost).toBe(0);
  });

  it("agent-crash: at the third within minutes it is left down until somebody has looked, also over a boot", () => {
    for (let crash = 0; crash < 2; crash++) {
      expect(inject("agent-crash", "host-one-b")).toBeNull();
      pass(60_000);
      expect(host("b").state).toBe("Running");
    }
    const latched = inject("agent-crash", "host-one-b");
    expect(latched).toMatchObject({ subjectLabel: "one-b", clearLabel: "Start the agent again" });
    pass(120_000);
    expect(host("b").state).not.toBe("Running");
    inject("host-crash", "host-one-b");
    pass(60_000);
    expect(host("b").state, "a boot does not start it").not.toBe("Running");
    simulator.lab.clear(latched?.id ?? "");
    recovers();
    expect(host("b").state).toBe("Running");
  });

  it("guest-crash: restarted where it is, at every level", () => {
    for (const name of ["ft-app", "ha-app", "plain"]) inject("guest-crash", refOf(name));
    expect(vm("plain").instances.a).toBe("Starting");
    recovers();
    for (const name of ["ft-app", "ha-app", "plain"])
      expect([vm(name).instances[vm(name).activeSide], client(name).memoryLost], name).toEqual(["Running", 1]);
  });

  it.each(["link-latency", "link-loss", "link-saturated"] as const)(
    "%s: copies take the other link, and nobody notices",
    (kind) => {
      inject(kind, "link-one-availability-b");
      pass(10_000);
      expect([link("availability-b").state, link("availability-a").state]).toEqual(["Degraded", "Up"]);
      expect(client("ha-app").longestGapMs, "between two writes that come every half second").toBeLessThan(1_000);
      expect([isWhole("ft-app"), isWhole("ha-app"), vm("ft-app").standbySynchronized]).toEqual([true, true, true]);
      clear(kind);
      expect(link("availability-b").state).toBe("Up");
      recovers();
    },
  );

  it("link-latency on both: each write waits for it, nothing is held or lost", () => {
    const writeOf = () => {
      const { acknowledged } = client("ha-app");
      pass(60_000);
      return 60_000 / (client("ha-app").acknowledged - acknowledged);
    };
    const beforeMs = writeOf();
    inject("link-latency", "link-one-availability-a");
    inject("link-latency", "link-one-availability-b");
    expect(writeOf() - beforeMs, "a write takes the round trip longer").toBeGreaterThan(20);
    expect(writeOf() - beforeMs).toBeLessThan(80);
    expect(link("availability-a").rttP50Ms).toBeGreaterThan(40);
    expect([vm("ft-app").held, vm("ha-app").held]).toEqual([false, false]);
  });

  it("link-saturated: a resync takes the link with room, and half of what is left where both are full", () => {
    const rateOf = () => {
      inject("disk-failed", "host-one-b/disk-0");
      pass(5_000);
      clear("disk-failed");
      const rate = () => vm("ha-app").mirror.resyncBytesPerSecond ?? 0;
      for (let waitedMs = 0; waitedMs < 10_000 && rate() === 0; waitedMs += 5) pass(5);
      return rate();
    };
    const freely = rateOf();
    expect(freely).toBeGreaterThan(0);
    recovers();
    inject("link-saturated", "link-one-availability-b");
    expect(link("availability-b").usedBytesPerSecond / link("availability-b").bandwidthBytesPerSecond).toBeCloseTo(
      0.95,
    );
    expect(rateOf(), "over the other one").toBe(freely);
    expect(link("availability-a").usedBytesPerSecond).toBeGreaterThan(1e9);
    recovers();
    inject("link-saturated", "link-one-availability-a");
    const throttled = rateOf();
    expect(throttled).toBeGreaterThan(0);
    expect(throttled).toBeLessThanOrEqual(link("availability-b").bandwidthBytesPerSecond * 0.05 * 0.5);
    clear("link-saturated");
    clear("link-saturated");
    recovers();
  });

  it("link-flapping: held down at the third loss, then out of service until a person clears it", () => {
    inject("link-flapping", "link-one-availability-b");
    const seen: string[] = [];
    for (let passedMs = 0; passedMs < 120_000; passedMs += 500) {
      const { state } = link("availability-b");
      if (state !== seen.at(-1)) seen.push(state);
      pass(500);
    }
    expect(seen).toEqual(["Down", "Up", "Down", "Up", "Flapping", "OutOfService"]);
    expect([isWhole("ft-app"), isWhole("ha-app"), vm("ft-app").standbySynchronized]).toEqual([true, true, true]);
    expect(client("ha-app").longestGapMs).toBeLessThan(1_000);
    clear("link-flapping");
    expect(link("availability-b").state).toBe("Up");
    recovers();
    expect(link("availability-b").state, "no loss of the old port is left").toBe("Up");
  });

  it("link-flapping of the last working link: it is not taken out, only not counted on", () => {
    inject("availability-link", "link-one-availability-a");
    inject("link-flapping", "link-one-availability-b");
    const seen = new Set<string>();
    for (let passedMs = 0; passedMs < 180_000; passedMs += 500) {
      seen.add(link("availability-b").state);
      pass(500);
    }
    expect([...seen]).toEqual(["Down", "Up", "Flapping", "Degraded"]);
    clear("availability-link");
    pass(40_000);
    expect(link("availability-b").state, "the other one carries again").toBe("OutOfService");
    clear("link-flapping");
    recovers();
  });

  it("guest-hang: noticed after a while and restarted where it is, at every level", () => {
    const names = ["ft-app", "ha-app", "plain"];
    pass(1_000);
    for (const name of names) inject("guest-hang", refOf(name));
    const acknowledged = names.map((name) => client(name).acknowledged);
    pass(simulator.sim.world.settings.guestHangMs - 100);
    expect(
      names.map((name) => vm(name).instances.a),
      "its process runs",
    ).toEqual(["Running", "Running", "Running"]);
    expect(names.map((name) => client(name).acknowledged)).toEqual(acknowledged);
    pass(200);
    expect(vm("plain").instances.a).toBe("Starting");
    expect(saidKinds()).toContain("guest-hang");
    recovers();
    for (const name of names)
      expect([vm(name).instances[vm(name).activeSide], client(name).memoryLost], name).toEqual(["Running", 1]);
  });

  it("guest-hang: goes on hung from the standby's memory, and is noticed there", () => {
    inject("guest-hang", refOf("ft-app"));
    inject("host-power-loss", "host-one-a");
    pass(2_000);
    expect(vm("ft-app").instances.b).toBe("Running");
    const { acknowledged } = client("ft-app");
    pass(500);
    expect(client("ft-app").acknowledged, "nothing is answered from a memory that hangs").toBe(acknowledged);
    clear("host-power-loss");
    recovers();
    expect(vm("ft-app").instances.b).toBe("Running");
    expect(client("ft-app").acknowledged).toBeGreaterThan(acknowledged);
  });

  it("host-crash: survived like a loss of power, and the host boots again without anybody", () => {
    inject("host-crash", "host-one-a");
    expect(simulator.lab.active()).toEqual([]);
    expect(() => inject("host-crash", "host-one-a"), "it boots").toThrow("There is no host-one-a that host-crash");
    expect(() => inject("agent-crash", "host-one-a")).toThrow("There is no host-one-a that agent-crash");
    pass(5_000);
    expect([vm("ft-app").activeSide, client("ft-app").connectionsLost]).toEqual(["b", 0]);
    recovers();
    expect([vm("ha-app").activeSide, client("ha-app").memoryLost]).toEqual(["b", 1]);
  });

  it("host that can't be heard is never shown as running", () => {
    inject("host-power-loss", "host-one-a");
    inject("host-power-loss", "host-one-b");
    pass(5_000);
    expect([host("a").state, host("b").state]).toEqual(["Unknown", "Unknown"]);
    expect(vm("ha-app").instances.a).toBe("Unknown");
  });
});

it("a world with a story of its own breaks and heals by it", () => {
  const world = createSimulator({
    seed: "story",
    fleet: smallFleetOfEachLevel(),
    wallMs: 0,
    story: [
      { atMs: 1_000, act: "inject", fault: "witness-lost", subjectRef: "witness-south" },
      { atMs: 9_000, act: "clear", fault: "witness-lost", subjectRef: "witness-south" },
    ],
  });
  world.advanceTo(5_000);
  expect(world.lab.active()).toMatchObject([{ kind: "witness-lost", sinceMs: 1_000 }]);
  world.advanceTo(10_000);
  expect(world.lab.active()).toEqual([]);
});
