import type { ObservedPair } from "@v-available/domain/observed";
import type { Observation } from "@v-available/orchestrator/observation";
import { beforeEach, expect, it } from "vitest";
import { smallFleetOfEachLevel } from "../src/demo-fleet";
import { generateFleet } from "../src/generated-fleet/generate";
import { SETTINGS_OF_PACE } from "../src/pace";
import { createSimulator, reviveSimulator, type Simulator } from "../src/simulator";
import { observe, observeAll } from "../src/view";
import { WALL_MS } from "./schedule";

let simulator: Simulator;
const pair = () => {
  const { "pair-one": one } = simulator.sim.world.pairs;
  if (!one) throw new Error("the fleet has one pair");
  return one;
};
const sleeps = () => pair().napSinceMs != null;
const refOf = (name: string) => Object.values(simulator.sim.world.vms).find((vm) => vm.name === name)?.ref ?? "";
const eventsWithin = (ms: number): number => {
  const before = simulator.sim.world.digest.events;
  simulator.advanceTo(simulator.nowMs() + ms);
  return simulator.sim.world.digest.events - before;
};

beforeEach(() => {
  const { brisk: settings } = SETTINGS_OF_PACE;
  simulator = createSimulator({ seed: "nap", fleet: smallFleetOfEachLevel(), wallMs: WALL_MS, settings });
  simulator.advanceTo(10_000);
});

it("lets a pair sleep in which nothing happens, and simulates next to nothing of it", () => {
  expect(sleeps()).toBe(true);
  // Its figures come every 5 s, and the fleet gives a sign of life every second.
  expect(eventsWithin(60_000)).toBeLessThanOrEqual(12 + 60);
});

it("says that pairs that sleep are heard of all at once, and never of one that is not heard any more", async () => {
  const ended = new AbortController();
  const told: Observation[] = [];
  const watching = (async () => {
    for await (const observation of simulator.observe({ signal: ended.signal })) told.push(observation);
  })();
  /** As a watcher knows it that takes every observation as it comes. */
  const known: ObservedPair[] = [];
  const taken = async () => {
    await new Promise(setImmediate);
    for (const observation of told.splice(0)) {
      const things = observation.type === "snapshot" ? observation.entities : observation.upserts;
      for (const thing of things) if (thing.kind === "pair") known.push(thing);
      const newest = known.at(-1);
      if (newest?.heardWithAll) expect(observation.heardAtMs).toBe(observation.atMs);
    }
  };
  await taken();
  expect(known).toMatchObject([{ heardWithAll: true }]);
  for (let second = 0; second < 60; second++) {
    simulator.advanceTo(simulator.nowMs() + 1_000);
    await taken();
  }
  expect(known, "told of once in a minute").toHaveLength(1);
  const lostAtMs = simulator.wallMs();
  for (const subjectRef of ["host-one-a", "host-one-b"]) simulator.lab.inject({ kind: "host-power-loss", subjectRef });
  simulator.advanceTo(simulator.nowMs() + 60_000);
  await taken();
  expect(known.at(-1)).toMatchObject({ heardWithAll: false, observedAtMs: lostAtMs });
  ended.abort();
  await watching;
});

it("shows a pair that sleeps as it would be shown awake", () => {
  const asleep = observeAll(simulator.sim);
  simulator.advanceTo(simulator.nowMs() + 600_000);
  const { sim } = simulator;
  const later = observe(sim, "pair", "pair-one");
  expect(
    sim.world.wallOffsetMs + simulator.nowMs() - (later.kind === "pair" ? later.observedAtMs : 0),
  ).toBeLessThanOrEqual(sim.world.settings.rhythm.pairMs);
  expect(later).toMatchObject({ leases: { a: "Held", b: null } });
  for (const before of asleep) {
    const now = observe(sim, before.kind, before.ref);
    if (before.kind === "host" && now.kind === "host")
      expect([now.state, now.lastHeartbeatAtMs]).toEqual(["Running", simulator.wallMs()]);
    if (before.kind === "vm" && now.kind === "vm")
      expect([now.instances, now.mirror, now.register, now.held]).toEqual([
        before.instances,
        before.mirror,
        before.register,
        before.held,
      ]);
    if (before.kind === "witness" && now.kind === "witness")
      for (const side of ["a", "b"] as const) {
        expect(now.seenBy[side].reachable).toBe(true);
        expect(simulator.wallMs() - now.seenBy[side].atMs).toBeLessThanOrEqual(sim.world.settings.timing.leaseRenewMs);
      }
  }
});

it("tells of the figures of pairs that sleep one after the other, though they fell asleep together", async () => {
  const rhythm = { ...SETTINGS_OF_PACE.brisk.rhythm, figuresMs: 500 };
  const settings = { ...SETTINGS_OF_PACE.brisk, rhythm };
  const fleet = generateFleet({ seed: "nap", pairs: 100, machinesPerPair: 10 });
  const many = createSimulator({ seed: "nap", fleet, wallMs: WALL_MS, settings });
  many.advanceTo(10_000);
  const ended = new AbortController();
  let told: string[] = [];
  const watching = (async () => {
    for await (const observation of many.observe({ signal: ended.signal }))
      if (observation.type === "change")
        for (const { kind, ref } of observation.upserts) if (kind === "vm") told.push(ref);
  })();
  await new Promise(setImmediate);
  const machines = fleet.machines.length;
  const all = new Set<string>();
  for (let second = 0; second < 7; second++) {
    told = [];
    many.advanceTo(many.nowMs() + 1_000);
    await new Promise(setImmediate);
    expect(told.length).toBeLessThan(machines / 3);
    for (const ref of told) all.add(ref);
  }
  expect(all.size).toBe(machines);
  ended.abort();
  await watching;
});

it("counts what clients write while it sleeps, at their rate, on every copy", () => {
  const ref = refOf("ha-app");
  const before = simulator.clientOf(ref).acknowledged;
  simulator.advanceTo(simulator.nowMs() + 100_000);
  const asleep = simulator.clientOf(ref);
  // Two a second, and each waits for its acknowledgement.
  expect(asleep.acknowledged - before).toBeGreaterThan(195);
  expect(asleep.acknowledged - before).toBeLessThanOrEqual(200);
  expect(simulator.nowMs() - asleep.lastAcknowledgedAtMs).toBeLessThan(1_000);
  simulator.lab.inject({ kind: "availability-link", subjectRef: "link-one-availability-a" });
  expect(sleeps()).toBe(false);
  expect(simulator.clientOf(ref)).toEqual(asleep);
  const { legs } = simulator.sim.world.vms[ref] ?? {};
  expect([legs?.a?.written, legs?.b?.written]).toEqual([asleep.issued, asleep.issued]);
});

it("wakes for a fault, and is as quick about it as if it had not slept", () => {
  simulator.advanceTo(simulator.nowMs() + 3_600_000);
  simulator.lab.inject({ kind: "host-power-loss", subjectRef: "host-one-a" });
  expect(sleeps()).toBe(false);
  const struckAtMs = simulator.nowMs();
  simulator.advanceTo(struckAtMs + 1_500);
  const ft = simulator.sim.world.vms[refOf("ft-app")];
  expect(ft?.instances.b).toMatchObject({ role: "active", state: "Running" });
  expect(simulator.clientOf(refOf("ft-app"))).toMatchObject({ lost: 0, connectionsLost: 0 });
  simulator.advanceTo(struckAtMs + 30_000);
  expect(sleeps(), "while the fault holds").toBe(false);
  expect(simulator.clientOf(refOf("ha-app"))).toMatchObject({ lost: 0, memoryLost: 1 });
});

it("wakes for an order and for what its witness shares with it, and sleeps again when that is over", async () => {
  await simulator.execute({ kind: "vm.switch-active", vmRef: refOf("ha-app"), to: "b" }, "order");
  expect(sleeps()).toBe(false);
  simulator.advanceTo(simulator.nowMs() + 60_000);
  expect(simulator.sim.world.tasks.order?.observed.state).toBe("succeeded");
  expect(sleeps()).toBe(true);
  const fault = simulator.lab.inject({ kind: "witness-lost", subjectRef: "witness-south" });
  expect(sleeps()).toBe(false);
  simulator.advanceTo(simulator.nowMs() + 20_000);
  expect(sleeps()).toBe(false);
  simulator.lab.clear(fault?.id ?? "");
  simulator.advanceTo(simulator.nowMs() + 30_000);
  expect(sleeps()).toBe(true);
});

it("stays asleep where something was asked that is refused", async () => {
  await expect(
    simulator.execute({ kind: "vm.switch-active", vmRef: refOf("ha-app"), to: "a" }, "order"),
  ).rejects.toThrow();
  expect(() => simulator.lab.inject({ kind: "host-power-loss", subjectRef: "nothing" })).toThrow();
  expect(sleeps()).toBe(true);
});

it("goes on from an image that was taken while it slept as if none had been taken", () => {
  simulator.advanceTo(simulator.nowMs() + 12_345);
  expect(sleeps()).toBe(true);
  const revived = reviveSimulator({ image: simulator.image().text, inputs: [] });
  for (const one of [simulator, revived]) {
    one.advanceTo(one.nowMs() + 777);
    one.lab.inject({ kind: "partition", subjectRef: "pair-one" });
    one.advanceTo(one.nowMs() + 20_000);
  }
  expect(revived.image().text).toBe(simulator.image().text);
});
