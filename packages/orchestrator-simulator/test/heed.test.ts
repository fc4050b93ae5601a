import type { Heed } from "@v-available/domain/heed";
import { NO_HEED } from "@v-available/domain/no-heed";
import { Refusal } from "@v-available/domain/refusal";
import { beforeEach, describe, expect, it } from "vitest";
import { smallFleetOfEachLevel } from "../src/demo-fleet";
import { SafetyWatch } from "../src/invariant";
import { LivenessWatch } from "../src/liveness";
import { SETTINGS_OF_PACE } from "../src/pace";
import { resyncRates } from "../src/resync-rate";
import { hostOf } from "../src/sim";
import { createSimulator, type Simulator } from "../src/simulator";
import { observeHost, observeLink, observeVm } from "../src/view";
import { WALL_MS } from "./schedule";

let simulator: Simulator;
let safety: SafetyWatch;
let liveness: LivenessWatch;
let tasks = 0;
beforeEach(() => {
  safety = new SafetyWatch();
  liveness = new LivenessWatch();
  const fleet = smallFleetOfEachLevel();
  const like = fleet.machines.find(({ name }) => name === "ha-app");
  if (!like) throw new Error("there is no ha-app");
  simulator = createSimulator({
    seed: "heed",
    fleet: { ...fleet, machines: [...fleet.machines, { ...like, name: "ha-db" }, { ...like, name: "ha-web" }] },
    wallMs: WALL_MS,
    // Copies as slow as real ones.
    settings: { ...SETTINGS_OF_PACE.brisk, resyncBytesPerSecond: { gbe1: 33e6, gbe10: 240e6 } },
    afterEvent: (sim, event) => {
      safety.after(sim, event);
      liveness.after(sim);
    },
  });
  simulator.sim.beforeEffect = safety.before;
  simulator.advanceTo(20_000);
  return () => {
    expect(safety.breaches).toEqual([]);
    expect(liveness.misses).toEqual([]);
  };
});

const machine = (name: string) => {
  const found = Object.values(simulator.sim.world.vms).find((vm) => vm.name === name);
  if (!found) throw new Error(`there is no ${name}`);
  return found;
};
const seen = (name: string) => observeVm(simulator.sim, machine(name));
const pass = (ms: number) => simulator.advanceTo(simulator.nowMs() + ms);
const until = (holds: () => boolean, limitMs = 60_000): number => {
  const endMs = simulator.nowMs() + limitMs;
  while (!holds()) {
    if (simulator.nowMs() >= endMs) throw new Error("it did not come about");
    pass(50);
  }
  return simulator.nowMs();
};
const heed = (name: string, change: Partial<Omit<Heed, "restart">> & { restart?: Partial<Heed["restart"]> }) =>
  simulator.execute(
    {
      kind: "vm.heed",
      vmRef: machine(name).ref,
      heed: { ...NO_HEED, ...change, restart: { ...NO_HEED.restart, ...change.restart } },
    },
    `heed-${++tasks}`,
  );
const runs = (name: string) => Object.values(seen(name).instances).includes("Running");

describe("what hosts heed of a policy", () => {
  it("is told to the machine's own host, is known to both, and is part of what is seen", async () => {
    expect(seen("ha-app").heed).toBeUndefined();
    const task = await heed("ha-app", { resyncShareRatio: 0.25, restart: { after: [machine("ha-db").ref] } });
    expect(task.state).toBe("running");
    pass(2_000);
    expect(seen("ha-app").heed).toMatchObject({
      ...{ resyncShareRatio: 0.25, restart: { priority: 3, after: [machine("ha-db").ref], delayMs: 0 } },
    });
    for (const side of ["a", "b"] as const)
      expect(simulator.sim.world.hosts[`host-one-${side}`]?.durable?.vms[machine("ha-app").ref]?.intent.heed).toEqual(
        seen("ha-app").heed,
      );
  });

  it("is refused where it names a machine that the hosts can't hear of", async () => {
    const refused = await heed("ha-app", { restart: { after: ["vm-elsewhere"] } }).then(
      () => null,
      (error: unknown) => (error instanceof Refusal ? error.detail : Promise.reject(error)),
    );
    expect(refused).toMatchObject({ code: "invalid", field: "heed.restart.after.0", value: "vm-elsewhere" });
  });
});

describe("the share of the links that a resync takes", () => {
  const refill = () => {
    const fault = simulator.lab.inject({ kind: "disk-failed", subjectRef: "host-one-b/disk-0" });
    pass(3_000);
    simulator.lab.clear(fault?.id ?? "");
    until(() => seen("ha-app").mirror.replication === "SyncSource");
  };
  const rates = () => ["ft-app", "ha-app", "ha-db", "ha-web"].map((name) => seen(name).mirror.resyncBytesPerSecond);
  const LINK = 1_250_000_000;

  it("is what the machine's policy says at most, and the others take what it leaves", async () => {
    await heed("ha-app", { resyncShareRatio: 0.01 });
    refill();
    until(() => rates().every((rate) => rate > 0));
    const [ft = 0, app, db = 0, web = 0] = rates();
    expect(app).toBe(0.01 * LINK);
    expect(ft + db + web).toBeCloseTo(240e6 - 0.01 * LINK, 0);
    until(() => seen("ha-app").mirror.replication === "Established", 3_600_000);
  });

  it("is held by all resyncs of a pair together where all have one, and shows in what the link carries", async () => {
    for (const name of ["ft-app", "ha-app", "ha-db", "ha-web"]) await heed(name, { resyncShareRatio: 0.05 });
    refill();
    until(() => rates().every((rate) => rate > 0));
    expect(rates().reduce((sum, rate) => sum + rate, 0)).toBeLessThanOrEqual(0.05 * LINK + 1);
    const used = Object.values(simulator.sim.world.links).map((link) => observeLink(simulator.sim, link));
    const most = Math.max(
      ...used.map(({ linkKind, usedBytesPerSecond }) => (linkKind === "management" ? 0 : usedBytesPerSecond)),
    );
    expect(most).toBeLessThan(0.05 * LINK + 30e6);
  });

  it("is taken at once when it changes in the midst of a resync, and kept when the host's agent starts anew", async () => {
    refill();
    const [, before = 0] = rates();
    await heed("ha-app", { resyncShareRatio: 0.02 });
    expect(rates()[1]).toBe(0.02 * LINK);
    expect(before).toBeGreaterThan(0.02 * LINK);
    simulator.lab.inject({ kind: "agent-crash", subjectRef: "host-one-a" });
    pass(10_000);
    refill();
    expect(rates()[1]).toBeLessThanOrEqual(0.02 * LINK);
  });

  it("leaves a policy's own default as it was without one", async () => {
    refill();
    until(() => rates().every((rate) => rate > 0));
    const before = rates();
    for (const name of ["ft-app", "ha-app", "ha-db", "ha-web"]) await heed(name, { resyncShareRatio: 0.5 });
    expect(rates()).toEqual(before);
  });

  it.each([
    [100, [1_000, 1_000], [50, 50]],
    [100, [10, 1_000], [10, 90]],
    [100, [10, 20, 30], [10, 10, 10]],
    [90, [1_000, 10, 30], [50, 10, 30]],
    [100, [40], [40]],
  ])("shares %i among limits %j as %j", (whole, limits, shares) => {
    expect(resyncRates(whole, limits)).toEqual(shares);
  });
});

describe("what a policy says of what fails again and again", () => {
  const mtbf = (name: string, change: Partial<Heed["mtbf"]>) => heed(name, { mtbf: { ...NO_HEED.mtbf, ...change } });
  const crash = (name: string, times: number) => {
    for (let time = 0; time < times; time++) {
      until(() => runs(name));
      simulator.lab.inject({ kind: "guest-crash", subjectRef: machine(name).ref });
      pass(4_000);
    }
  };
  const isLeftDown = (name: string) => Object.values(seen(name).instances).includes("CrashedMtbfExceeded");

  it("restarts a guest never, always, or by the window of its policy, and others as ever", async () => {
    await mtbf("ha-app", { policy: "never-restart" });
    await mtbf("ha-db", { policy: "always-restart" });
    await mtbf("ha-web", { thresholdMs: { ...NO_HEED.mtbf.thresholdMs, vm: 9_000 } });
    crash("ha-app", 1);
    expect(isLeftDown("ha-app")).toBe(true);
    crash("ha-db", 6);
    until(() => runs("ha-db"));
    crash("ha-web", 6);
    until(() => runs("ha-web"));
    crash("ft-app", 4);
    expect(isLeftDown("ft-app"), "the fourth within an hour").toBe(true);
  });

  const service = (dimm: string) =>
    observeHost(simulator.sim, hostOf(simulator.sim, "host-one-a")).components.find(({ name }) => name === dimm)
      ?.service;
  /** @param gapMs from one to the next */
  const correct = (dimm: string, times: number, gapMs = 0) => {
    for (let time = 0; time < times; time++) {
      simulator.lab.inject({ kind: "memory-correctable", subjectRef: `host-one-a/${dimm}` });
      pass(gapMs);
    }
  };
  const all = ["ft-app", "ha-app", "ha-db", "ha-web", "plain"];

  it("judges parts of a host by the threshold of the policies of its machines, the longest of them", async () => {
    for (const name of all) await mtbf(name, { thresholdMs: { ...NO_HEED.mtbf.thresholdMs, host: 1_000 } });
    correct("dimm-0", 5, 2_000);
    expect(service("dimm-0"), "two seconds from one to the next").toBe("in");
    await mtbf("ha-db", { thresholdMs: { ...NO_HEED.mtbf.thresholdMs, host: 60_000 } });
    correct("dimm-0", 1);
    expect(service("dimm-0"), "a minute, by one of them").not.toBe("in");
  });

  it("judges parts of a host by the strictest policy of its machines, but never takes its agent at the first crash", async () => {
    for (const name of all) await mtbf(name, { policy: "always-restart" });
    correct("dimm-0", 5);
    expect(service("dimm-0")).toBe("in");
    await mtbf("plain", {});
    correct("dimm-0", 1);
    expect(service("dimm-0"), "one machine has the product's own word on it").not.toBe("in");
    await mtbf("ha-app", { policy: "never-restart" });
    simulator.lab.inject({ kind: "agent-crash", subjectRef: "host-one-a" });
    pass(10_000);
    expect(hostOf(simulator.sim, "host-one-a").agentUp).toBe(true);
  });
});

describe("the order of restarts after a host is lost", () => {
  it("is by what a machine needs, its delay and its priority; what goes on from memory does not wait", async () => {
    await heed("ha-app", { restart: { after: [machine("ha-db").ref], delayMs: 2_000 } });
    await heed("ha-web", { restart: { priority: 5 } });
    await heed("ft-app", { restart: { priority: 5, delayMs: 60_000 } });
    pass(2_000);
    simulator.lab.inject({ kind: "host-power-loss", subjectRef: "host-one-a" });
    const liveMs = until(() => runs("ft-app")) - 22_000;
    expect(liveMs).toBeLessThan(2_000);
    until(() => seen("ha-app").restartWait?.forNames.join() === "ha-db");
    const dbMs = until(() => runs("ha-db"));
    const answersMs = dbMs + simulator.sim.world.settings.applicationStartMs;
    until(() => seen("ha-app").restartWait?.forNames.length === 0);
    const appMs = until(() => seen("ha-app").instances.b === "Starting");
    expect(appMs - answersMs).toBeGreaterThanOrEqual(1_900);
    expect(appMs - answersMs).toBeLessThan(4_000);
    expect(seen("ha-app").restartWait).toBeUndefined();
    until(() => runs("ha-app") && runs("ha-web"));
  });

  it("waits no longer than the limit for a machine that hangs as it boots, and all come back", async () => {
    await heed("ha-app", { restart: { after: [machine("ha-db").ref] } });
    pass(2_000);
    simulator.lab.inject({ kind: "host-power-loss", subjectRef: "host-one-a" });
    until(() => runs("ha-db"));
    simulator.lab.inject({ kind: "guest-hang", subjectRef: machine("ha-db").ref });
    const { restartWait } = seen("ha-app");
    expect(restartWait).toMatchObject({ forNames: ["ha-db"] });
    until(() => runs("ha-app"), 180_000);
  });

  it("holds after the power of both hosts is back", async () => {
    await heed("ha-app", { restart: { after: [machine("ha-db").ref] } });
    pass(2_000);
    const faults = ["a", "b"].map((side) =>
      simulator.lab.inject({ kind: "host-power-loss", subjectRef: `host-one-${side}` }),
    );
    pass(3_000);
    for (const fault of faults) simulator.lab.clear(fault?.id ?? "");
    const dbMs = until(() => runs("ha-db"), 120_000);
    expect(runs("ha-app")).toBe(false);
    expect(until(() => runs("ha-app")) - dbMs).toBeGreaterThan(1_000);
  });
});
