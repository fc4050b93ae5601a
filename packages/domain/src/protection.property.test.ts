import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DIAL_STOPS, FAULT_TOLERANCE, HIGH_AVAILABILITY, UNPROTECTED } from "./level";
import type { ObservedVm } from "./observed";
import { host, link, machine, NOW_MS, witness } from "./pair.fixture";
import { type PairWithMachines, standsOff } from "./pair-facts";
import { predictPair } from "./pair-prediction";
import { pairStateOf } from "./pair-state";
import { LOSSES, predictVm } from "./prediction";
import { isWorse, PROTECTION_ORDER, protectionOf } from "./protection";
import { sentenceOfTruth } from "./sentence";
import {
  HOST_STATES,
  INSTANCE_STATES,
  LINK_STATES,
  MIRROR_LEG_STATES,
  REPLICATION_STATES,
  SIDES,
  type Side,
} from "./state";

/** Mostly well, so that the rules near Protected are reached as often as those far from it. */
const mostly = <T>(well: T, any: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(well) }, { weight: 1, arbitrary: any });
const hostState = mostly("Running", fc.constantFrom(...HOST_STATES));
const linkState = mostly("Up", fc.constantFrom(...LINK_STATES));
const leg = mostly("UpToDate", fc.constantFrom(...MIRROR_LEG_STATES));
const instance = fc.option(fc.constantFrom(...INSTANCE_STATES));
const flag = fc.boolean();
const BOTH: readonly Side[] = SIDES;

const anyVm: fc.Arbitrary<ObservedVm> = fc
  .record({
    declared: fc.constantFrom(UNPROTECTED, HIGH_AVAILABILITY, FAULT_TOLERANCE),
    activeSide: fc.constantFrom(...SIDES),
    desiredPower: mostly<"on" | "off">("on", fc.constant("off")),
    register: mostly<ObservedVm["register"]>(
      { epoch: 1, owner: "a", inSync: [...BOTH] },
      fc.option(
        fc.record({ epoch: fc.nat(), owner: fc.option(fc.constantFrom(...SIDES)), inSync: fc.subarray([...SIDES]) }),
      ),
    ),
    instances: fc.oneof(fc.constant(null), fc.record({ a: instance, b: instance })),
    legs: fc.record({ a: leg, b: leg }),
    replication: mostly("Established", fc.constantFrom(...REPLICATION_STATES)),
    outOfSyncBytes: fc.nat({ max: 1e9 }),
    resyncBytesPerSecond: fc.nat({ max: 1e9 }),
    held: mostly(false, flag),
    standbySynchronized: mostly(true, flag),
  })
  .map(({ legs, replication, outOfSyncBytes, resyncBytesPerSecond, declared, instances, ...rest }) =>
    machine(declared, {
      ...rest,
      ...(instances === null ? {} : { instances }),
      mirror: {
        legs,
        generations: { a: null, b: null },
        ...{ replication, outOfSyncBytes, totalBytes: 1e9, resyncBytesPerSecond, resyncSinceMs: null },
      },
    }),
  );

const anyPair: fc.Arbitrary<PairWithMachines> = fc
  .record({
    hosts: fc.record({ a: hostState, b: hostState }),
    links: fc.tuple(linkState, linkState, linkState),
    seen: fc.record({ a: mostly(true, flag), b: mostly(true, flag) }),
    designatedSurvivor: mostly<Side | null>(null, fc.constantFrom(...SIDES)),
    ageMs: mostly(300, fc.nat({ max: 12_000 })),
    machines: fc.array(anyVm, { maxLength: 4 }),
  })
  .map(({ hosts, links, seen, designatedSurvivor, ageMs, machines }) => ({
    pair: {
      kind: "pair",
      ref: "lit",
      name: "lit",
      siteRef: "s",
      hostRefs: { a: "lit-a", b: "lit-b" },
      observedAtMs: NOW_MS - ageMs,
      designatedSurvivor,
      leases: { a: "Unknown", b: "Unknown" },
      recoveryTarget: null,
    },
    hosts: { a: host("a", { state: hosts.a }), b: host("b", { state: hosts.b }) },
    links: [
      link("availability-a", { state: links[0] }),
      link("availability-b", { state: links[1] }),
      link("management", { state: links[2] }),
    ],
    witnesses: [witness(seen)],
    machines: machines.map((vm, index) => ({ ...vm, ref: `vm-${index}`, name: `vm-${index}` })),
    nowMs: NOW_MS,
    staleAfterMs: 5_000,
  }));

interface World {
  readonly vm: ObservedVm;
  readonly pair: PairWithMachines;
}
const anyWorld: fc.Arbitrary<World> = fc.record({ vm: anyVm, pair: anyPair });

/** The same in every build, so that nobody is stopped by chance. Other seeds are for those who go looking. */
fc.configureGlobal({ seed: Number(process.env.DOMAIN_SEED ?? 4_711) });

/** Each makes one fact worse and leaves the rest. */
const worsenings: Readonly<Record<string, (world: World) => World>> = {
  "time passes unheard": ({ vm, pair }) => ({ vm, pair: { ...pair, nowMs: pair.nowMs + 6_000 } }),
  "the partner's copy is lost": ({ vm, pair }) => ({
    vm: { ...vm, mirror: { ...vm.mirror, legs: { ...vm.mirror.legs, [vm.activeSide === "a" ? "b" : "a"]: "Failed" } } },
    pair,
  }),
  // Of a machine that is off nothing is replicated, so nothing can stop.
  "replication stops": ({ vm, pair }) => ({
    vm: standsOff(vm) ? vm : { ...vm, mirror: { ...vm.mirror, replication: "Off" } },
    pair,
  }),
  "the register drops the partner": ({ vm, pair }) => ({
    vm: { ...vm, register: { epoch: 9, owner: vm.activeSide, inSync: [vm.activeSide] } },
    pair,
  }),
  "the standby falls out of step": ({ vm, pair }) => ({ vm: { ...vm, standbySynchronized: false }, pair }),
  "the witness is lost": ({ vm, pair }) => ({ vm, pair: { ...pair, witnesses: [witness({ a: false, b: false })] } }),
  "a link goes down": ({ vm, pair }) => ({
    vm,
    pair: {
      ...pair,
      links: pair.links.map((one) => (one.linkKind === "availability-a" ? { ...one, state: "Down" as const } : one)),
    },
  }),
  "the partner fails": ({ vm, pair }) => {
    const side = vm.activeSide === "a" ? "b" : "a";
    return { vm, pair: { ...pair, hosts: { ...pair.hosts, [side]: host(side, { state: "Failed" }) } } };
  },
};

describe("the headline, whatever the facts", () => {
  it.each(Object.entries(worsenings))("is never better when %s", (_name, worsen) => {
    fc.assert(
      fc.property(anyWorld, (world) => {
        const before = protectionOf(world.vm, world.pair);
        const worse = worsen(world);
        const after = protectionOf(worse.vm, worse.pair);
        expect(isWorse(before.state, after.state), `${before.state} → ${after.state}`).toBe(false);
        expect(DIAL_STOPS.indexOf(after.effective)).toBeLessThanOrEqual(DIAL_STOPS.indexOf(before.effective));
      }),
      { numRuns: 600 },
    );
  });

  it("is Protected only where the level is reached, both copies count and a witness is seen by both", () => {
    fc.assert(
      fc.property(anyWorld, ({ vm, pair }) => {
        const found = protectionOf(vm, pair);
        if (found.state !== "Protected") return;
        expect(found.effective).toBe(found.declared);
        expect(vm.mirror.legs).toEqual({ a: "UpToDate", b: "UpToDate" });
        expect([...(vm.register?.inSync ?? [])].sort()).toEqual(["a", "b"]);
        expect(pair.witnesses[0]?.seenBy).toMatchObject({ a: { reachable: true }, b: { reachable: true } });
      }),
      { numRuns: 2_000 },
    );
  });

  it("reaches every state", () => {
    const seen = new Set(
      fc.sample(anyWorld, { numRuns: 20_000, seed: 7 }).map(({ vm, pair }) => protectionOf(vm, pair).state),
    );
    expect([...seen].sort()).toEqual([...PROTECTION_ORDER].sort());
  });

  it("always has a reason that is a sentence, and every state has its place in the order", () => {
    fc.assert(
      fc.property(anyWorld, ({ vm, pair }) => {
        const { state, reason, next } = protectionOf(vm, pair);
        expect(PROTECTION_ORDER).toContain(state);
        for (const text of [reason, ...(next === null ? [] : [next])]) expect(text).toMatch(/^[A-Za-z].*\.$/);
      }),
    );
  });
});

describe("predictions, whatever the facts", () => {
  it("never let a machine go on or restart on a side without a complete copy that the register names", () => {
    fc.assert(
      fc.property(anyWorld, fc.constantFrom(...LOSSES), ({ vm, pair }, loss) => {
        const found = predictVm(vm, pair, loss);
        if (found.off || (found.outcome !== "goes-on" && found.outcome !== "restarts")) return;
        if (found.onSide === null || found.onSide === vm.activeSide) return;
        expect(vm.mirror.legs[found.onSide]).toBe("UpToDate");
        expect(vm.register?.inSync).toContain(found.onSide);
      }),
      { numRuns: 3_000 },
    );
  });

  it("never put a machine on the host that is lost", () => {
    fc.assert(
      fc.property(anyWorld, ({ vm, pair }) => {
        expect(predictVm(vm, pair, "host-a").onSide).not.toBe("a");
        expect(predictVm(vm, pair, "host-b").onSide).not.toBe("b");
      }),
    );
  });

  it("count every machine that is on exactly once", () => {
    fc.assert(
      fc.property(anyPair, fc.constantFrom(...LOSSES), (pair, loss) => {
        const found = predictPair(pair, loss);
        const on = found.machines.filter((entry) => !entry.prediction.off).length;
        expect(Object.values(found.counts).reduce((sum, count) => sum + count, 0)).toBe(on);
        expect(found.sentence).toMatch(/^If .*\.$/);
      }),
    );
  });
});

describe("the sentence of truth, whatever the fleet", () => {
  it("counts every machine exactly once, and is silent about trouble only where there is none", () => {
    fc.assert(
      fc.property(fc.array(anyWorld, { maxLength: 12 }), (worlds) => {
        const summaries = worlds.map(({ vm, pair }) => ({
          protection: protectionOf(vm, pair),
          siteId: "s",
          siteName: "Littleton",
          exposedSinceMs: null,
          observedAtMs: pair.pair?.observedAtMs ?? 0,
        }));
        const { counts, trouble, lead } = sentenceOfTruth(summaries, NOW_MS);
        expect(counts.protected + counts.notProtected + counts.unknown + counts.byChoice).toBe(worlds.length);
        expect(trouble === null).toBe(counts.notProtected === 0 && counts.unknown === 0);
        if (counts.notProtected > 0 || counts.unknown > 0)
          expect(lead).not.toBe(`All ${counts.total} machines are protected.`);
        expect(lead).toMatch(/^[A-Z0-9].*\.$/);
      }),
    );
  });
});

describe("the state of a pair, whatever the facts", () => {
  it("is Normal only where both hosts serve, a link carries and a witness is seen", () => {
    fc.assert(
      fc.property(anyPair, (pair) => {
        const found = pairStateOf(pair);
        expect(found.reason).toMatch(/\.$/);
        if (found.state !== "Normal") return;
        expect(pair.links.slice(0, 2).some((one) => one.state === "Up" || one.state === "Degraded")).toBe(true);
        expect(found.witnessSeenBy.a || found.witnessSeenBy.b).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});
