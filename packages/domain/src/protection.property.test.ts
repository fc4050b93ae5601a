import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyPair, anyWorld, type World } from "./any-world.fixture";
import { powerOf } from "./headline";
import { DIAL_STOPS } from "./level";
import { movesWithTime } from "./moves-with-time";
import { host, NOW_MS, witness } from "./pair.fixture";
import { hostStanding, isStale, partnerOf, standsOff } from "./pair-facts";
import { predictPair } from "./pair-prediction";
import { pairStateOf } from "./pair-state";
import { LOSSES, predictVm } from "./prediction";
import { protectionOf } from "./protection";
import { isWorse, PROTECTION_ORDER } from "./protection-rank";
import { sentenceOfTruth } from "./sentence";

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
  "what is out of step grows": ({ vm, pair }) => ({
    vm: { ...vm, mirror: { ...vm.mirror, outOfSyncBytes: vm.mirror.outOfSyncBytes + 1 } },
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
  "the host of a machine that is off fails": ({ vm, pair }) => {
    const lost = { ...pair.hosts, [vm.activeSide]: host(vm.activeSide, { state: "Failed" }) };
    return { vm, pair: powerOf(vm) === "off" ? { ...pair, hosts: lost } : pair };
  },
  "the partner fails": ({ vm, pair }) => {
    const side = vm.activeSide === "a" ? "b" : "a";
    return { vm, pair: { ...pair, hosts: { ...pair.hosts, [side]: host(side, { state: "Failed" }) } } };
  },
};

describe("the headline, whatever the facts", () => {
  it("stays as it is while nothing changes and the pair is heard, but for what moves with time", () => {
    fc.assert(
      fc.property(anyWorld, fc.integer({ min: 1, max: 4_000_000 }), ({ vm, pair }, laterMs) => {
        fc.pre(!movesWithTime(vm) && !isStale(pair));
        const observedAtMs = pair.nowMs + laterMs;
        const later = { ...pair, nowMs: observedAtMs, observedAtMs };
        expect(protectionOf(vm, later)).toEqual(protectionOf(vm, pair));
        if (!pair.machines.some(movesWithTime)) expect(pairStateOf(later)).toEqual(pairStateOf(pair));
      }),
    );
  });

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
        expect(hostStanding(pair, partnerOf(vm))).toBe("serves");
        // One that is off says nothing itself of the host that it was last on.
        if (found.power === "off") expect(hostStanding(pair, vm.activeSide)).toBe("serves");
        if (vm.mirror.replication !== "Established" && vm.mirror.replication !== "Verify")
          expect({ power: found.power, outOfSyncBytes: vm.mirror.outOfSyncBytes }).toEqual({
            power: "off",
            outOfSyncBytes: 0,
          });
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
