import { type HostView, type HostVmView, hostViewSchema } from "@v-available/domain/agent-wire";
import type { Observed, ObservedKind } from "@v-available/domain/observed";
import { observedSchema } from "@v-available/domain/observed";
import { INSTANCE_STATES, MIRROR_LEG_STATES, SIDES } from "@v-available/domain/state";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hostView, link, PAIR, vmView } from "../test/view";
import { type BothHeard, type Heard, NEVER_HEARD } from "./heard";
import { mergePair } from "./merge-view";

const heard = (view: HostView, heardAtMs = 60_000): Heard => ({ view, heardAtMs, connected: true });
const lost = (view: HostView, heardAtMs = 40_000): Heard => ({ view, heardAtMs, connected: false });

function merged(both: BothHeard) {
  const all = mergePair(PAIR, both).map((entity) => observedSchema.parse(entity));
  const only = <Kind extends ObservedKind>(kind: Kind, ref?: string) => {
    const found = all.filter((entity) => entity.kind === kind && (ref === undefined || entity.ref === ref));
    expect(found.length, `${kind} ${ref ?? ""}`).toBe(1);
    return found[0] as Extract<Observed, { kind: Kind }>;
  };
  return { all, only };
}

describe("both hosts are heard", () => {
  it("each speaks for itself", () => {
    const { all, only } = merged({ a: heard(hostView("a")), b: heard(hostView("b"), 60_500) });
    expect(all).toHaveLength(6);
    expect(only("host", "host-a")).toEqual(hostView("a").host);
    expect(only("host", "host-b")).toEqual(hostView("b").host);
    expect(only("pair").observedAtMs).toBe(60_500);
    expect(only("vm")).toMatchObject({
      activeSide: "a",
      instances: { a: "Running", b: null },
      mirror: { legs: { a: "UpToDate", b: "UpToDate" }, replication: "Established" },
      held: false,
    });
    expect(only("witness").seenBy).toEqual({
      a: { reachable: true, rttMs: 1, atMs: 49_000 },
      b: { reachable: true, rttMs: 1, atMs: 49_000 },
    });
  });

  it("the newer epoch is the truth about the machine, whoever tells it", () => {
    const taken = { epoch: 5, owner: "b", inSync: ["b"] } as const;
    const b = vmView("b", {
      role: "active",
      register: { ...taken, inSync: ["b"] },
      instance: "Starting",
      replication: "Off",
    });
    const { only } = merged({ a: heard(hostView("a")), b: heard(hostView("b", { vms: [b] })) });
    expect(only("vm")).toMatchObject({
      activeSide: "b",
      register: taken,
      // A has not learned of it yet: what it says of its own instance stands, its copy no longer counts.
      instances: { a: "Running", b: "Starting" },
      mirror: { legs: { a: "Outdated", b: "UpToDate" }, replication: "Off" },
    });
  });

  it("the newer definition is shown, also when the standby has it first", () => {
    const b = vmView("b", { specVersion: 2, desiredPower: "off" });
    expect(merged({ a: heard(hostView("a")), b: heard(hostView("b", { vms: [b] })) }).only("vm").desiredPower).toBe(
      "off",
    );
  });

  it("a cable is as bad as the worse end says", () => {
    const b = hostView("b", { links: [link("link-a", { state: "Down", sinceMs: 7 })] });
    expect(merged({ a: heard(hostView("a")), b: heard(b) }).only("link")).toMatchObject({ state: "Down", sinceMs: 7 });
  });

  it("a promise that one of them is still bound by is the pair's", () => {
    const b = hostView("b", { designatedSurvivor: "a" });
    expect(merged({ a: heard(hostView("a")), b: heard(b) }).only("pair").designatedSurvivor).toBe("a");
  });
});

describe("what only a host itself knows", () => {
  it("is its lease and the age of its copy, and the lease is unknown where it can't be heard", () => {
    const told = { leases: { a: "Held", b: null }, generations: { a: 4, b: 3 } };
    const b = hostView("b", { vms: [vmView("b", { legGeneration: 3 })] });
    const both = merged({ a: heard(hostView("a")), b: heard(b) });
    expect(both.only("pair").leases).toEqual(told.leases);
    expect(both.only("vm").mirror.generations).toEqual(told.generations);
    const one = merged({ a: lost(hostView("a")), b: heard(b) });
    expect(one.only("pair").leases).toEqual({ a: "Unknown", b: null });
    expect(one.only("vm").mirror.generations).toEqual(told.generations);
  });

  it("is not made up for a host of an older version", () => {
    const { lease: _lease, ...older } = hostView("a");
    const { passthroughDevices: _devices, legGeneration: _generation, ...machine } = vmView("a");
    const view = hostViewSchema.parse({ ...older, vms: [machine] });
    expect(merged({ a: heard(view), b: NEVER_HEARD }).only("pair").leases).toEqual({ a: "Unknown", b: "Unknown" });
    expect(merged({ a: heard(view), b: NEVER_HEARD }).only("vm")).toMatchObject({
      passthroughDevices: null,
      mirror: { generations: { a: null, b: null } },
    });
  });
});

describe("one host can't be heard", () => {
  it.each([
    ["alive", "Unknown", "Unknown"],
    ["suspect", "Suspect", "Unknown"],
    ["dead", "Offline", "Unknown"],
    ["fenced", "Fenced", "Stopped"],
    ["never", "Unknown", "Unknown"],
  ] as const)("its partner says %s: the host is %s and its instance %s", (contact, state, instance) => {
    const partner = { ...hostView("b").partner, contact, lastHeartbeatAtMs: 58_000 };
    const { only } = merged({ a: lost(hostView("a")), b: heard(hostView("b", { partner })) });
    expect(only("host", "host-a")).toMatchObject({ state, lastHeartbeatAtMs: 58_000, cores: 4, usedCores: 0 });
    expect(only("vm").instances.a).toBe(instance);
    expect(only("vm").mirror.replication).toBe("Off");
    expect(only("witness").seenBy.a).toEqual({ reachable: false, rttMs: null, atMs: 49_000 });
  });

  it("after the takeover nothing of it is shown as good", () => {
    const vms = [
      vmView("b", {
        ...{ role: "active", instance: "Running", replication: "Off", partnerLeg: "UpToDate" },
        register: { epoch: 5, owner: "b", inSync: ["b"] },
      }),
    ];
    const partner = { ...hostView("b").partner, contact: "dead" as const };
    expect(merged({ a: lost(hostView("a")), b: heard(hostView("b", { vms, partner })) }).only("vm")).toMatchObject({
      activeSide: "b",
      instances: { a: "Unknown", b: "Running" },
      mirror: { legs: { a: "DUnknown", b: "UpToDate" } },
    });
  });

  it("a machine that only it had is still there, and unknown", () => {
    const vms = [vmView("a", { register: { epoch: 1, owner: "a", inSync: ["a"] }, leg: "UpToDate" })];
    const { only } = merged({ a: lost(hostView("a", { vms })), b: heard(hostView("b", { vms: [] })) });
    expect(only("vm")).toMatchObject({
      instances: { a: "Unknown", b: null },
      mirror: { legs: { a: "DUnknown", b: "Diskless" } },
    });
  });

  it("a machine that its partner shared and no longer lists is gone", () => {
    const { all } = merged({ a: lost(hostView("a")), b: heard(hostView("b", { vms: [] })) });
    expect(all.filter((entity) => entity.kind === "vm")).toEqual([]);
  });

  it("a host that was never heard is what the configuration says, and unknown", () => {
    const { only } = merged({ a: NEVER_HEARD, b: heard(hostView("b")) });
    expect(only("host", "host-a")).toMatchObject({ name: "A", state: "Unknown", cores: 0, lastHeartbeatAtMs: 49_500 });
    expect(only("vm").instances.a).toBe("Unknown");
  });
});

it("nobody is heard: the pair keeps the time of the last word, and nothing is shown as good", () => {
  const { only } = merged({ a: lost(hostView("a"), 40_000), b: lost(hostView("b"), 41_000) });
  expect(only("pair").observedAtMs).toBe(41_000);
  expect(only("link")).toMatchObject({ state: "Unknown", rttP50Ms: null });
  expect(only("vm")).toMatchObject({
    instances: { a: "Unknown", b: null },
    mirror: { legs: { a: "DUnknown", b: "DUnknown" }, replication: "Off" },
  });
});

it("nobody was ever heard: there is the pair and its two hosts", () => {
  const { all, only } = merged({ a: NEVER_HEARD, b: NEVER_HEARD });
  expect(all.map((entity) => entity.kind)).toEqual(["pair", "host", "host"]);
  expect(only("pair").observedAtMs).toBe(0);
});

describe("whatever both say", () => {
  const register = fc.record({
    epoch: fc.integer({ min: 1, max: 4 }),
    owner: fc.constantFrom(...SIDES),
    inSync: fc.subarray([...SIDES], { minLength: 1 }),
  });
  const vm = fc.record({
    register: fc.option(register),
    instance: fc.option(fc.constantFrom(...INSTANCE_STATES)),
    leg: fc.constantFrom(...MIRROR_LEG_STATES),
    partnerLeg: fc.constantFrom(...MIRROR_LEG_STATES),
    specVersion: fc.integer({ min: 1, max: 3 }),
    held: fc.boolean(),
  });
  const sideOf = (side: "a" | "b") =>
    fc.record({ vm: fc.option(vm as fc.Arbitrary<Partial<HostVmView>>), connected: fc.boolean() }).map(
      ({ vm: part, connected }): Heard => ({
        view: hostView(side, { vms: part === null ? [] : [vmView(side, part)] }),
        heardAtMs: 60_000,
        connected,
      }),
    );

  it("the merge is a valid observation that is never better than its newest register and its fresh views", () => {
    fc.assert(
      fc.property(sideOf("a"), sideOf("b"), (a, b) => {
        const both: BothHeard = { a, b };
        for (const entity of mergePair(PAIR, both)) {
          observedSchema.parse(entity);
          if (entity.kind !== "vm") continue;
          const epochs = SIDES.map((side) => both[side].view?.vms[0]?.register?.epoch ?? 0);
          expect(entity.register?.epoch ?? 0).toBe(Math.max(...epochs));
          for (const side of SIDES) {
            if (entity.mirror.legs[side] === "UpToDate") {
              expect(entity.register === null || entity.register.inSync.includes(side)).toBe(true);
              expect(both.a.connected || both.b.connected).toBe(true);
            }
            if (entity.instances[side] === "Running") {
              expect(both[side].connected).toBe(true);
              expect(both[side].view?.vms[0]?.instance).toBe("Running");
            }
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
