import { HIGH_AVAILABILITY, withRecovery } from "@v-available/domain/level";
import { Refusal } from "@v-available/domain/refusal";
import { expect, it } from "vitest";
import { smallFleetOfEachLevel } from "../src/demo-fleet";
import { SETTINGS_OF_PACE } from "../src/pace";
import { withRecoverySite } from "../src/recovery-fleet";
import { createSimulator, reviveSimulator, type Simulator } from "../src/simulator";
import { observe, observeVm } from "../src/view";
import { SafetyCheck } from "./safety";

const WAN = "link-one-wan";
/** A checkpoint each five seconds, and half a second on the way. */
const STEADY_LAG_MS = 7_000;

function world(fleet = withRecoverySite(smallFleetOfEachLevel())) {
  const simulator = createSimulator({
    seed: "recovery",
    fleet,
    wallMs: 1_780_000_000_000,
    settings: SETTINGS_OF_PACE.brisk,
    afterEvent: new SafetyCheck().after,
  });
  simulator.advanceTo(20_000);
  return simulator;
}
const simOf = (simulator: Simulator, name: string) => {
  const found = Object.values(simulator.sim.world.vms).find((one) => one.name === name);
  if (!found) throw new Error(`no machine ${name}`);
  return found;
};
const copy = (simulator: Simulator, name = "ha-app") => {
  const { recoveryCopy } = observeVm(simulator.sim, simOf(simulator, name));
  if (!recoveryCopy?.journal) throw new Error(`no copy of ${name}`);
  return { ...recoveryCopy, journal: recoveryCopy.journal };
};
const pass = (simulator: Simulator, ms: number, each: () => void = () => {}) => {
  for (let left = ms; left > 0; left -= 1_000) {
    simulator.advanceTo(simulator.nowMs() + 1_000);
    each();
  }
};

it("follows a few seconds behind, and never holds what was not acknowledged", () => {
  const simulator = world();
  let pointMs = 0;
  pass(simulator, 60_000, () => {
    const { lagMs, lastPointAtMs, journal, siteName } = copy(simulator);
    expect([siteName, journal.full]).toEqual(["East", false]);
    expect(lagMs).toBeLessThan(STEADY_LAG_MS);
    expect(lastPointAtMs).toBeGreaterThanOrEqual(pointMs);
    pointMs = lastPointAtMs;
    const { recovery, client } = simOf(simulator, "ha-app");
    expect(recovery?.point?.written).toBeLessThanOrEqual(client.acknowledged);
  });
  expect(simulator.wallMs() - pointMs).toBeLessThan(STEADY_LAG_MS);
});

it("is never said to be nearer than the age of its newest point while the machine runs", () => {
  const simulator = world();
  for (let step = 0; step < 300; step++) {
    simulator.advanceTo(simulator.nowMs() + 137);
    const { lagMs, lastPointAtMs } = copy(simulator);
    expect(Math.abs(simulator.wallMs() - lastPointAtMs - lagMs)).toBeLessThanOrEqual(1);
  }
});

it("is as far behind as the machine wrote after its newest point, however long ago it stopped", async () => {
  const simulator = world();
  await simulator.execute({ kind: "vm.stop", vmRef: simOf(simulator, "ha-app").ref }, "stop");
  pass(simulator, 30_000);
  expect(copy(simulator).lagMs, "the last point was made after it").toBe(0);
  const { lastPointAtMs } = copy(simulator);
  simulator.lab.inject({ kind: "site-power", subjectRef: "site-north" });
  const { lagMs } = copy(simulator, "ft-app");
  expect(lagMs).toBeGreaterThan(0);
  pass(simulator, 60_000);
  expect(copy(simulator, "ft-app").lagMs).toBe(lagMs);
  expect(copy(simulator)).toMatchObject({ lagMs: 0, lastPointAtMs });
});

it("waits in the journal while the WAN is down, and catches up without anyone", () => {
  const simulator = world();
  const fault = simulator.lab.inject({ kind: "wan-down", subjectRef: WAN });
  expect(observe(simulator.sim, "link", WAN)).toMatchObject({ linkKind: "wan", state: "Down" });
  pass(simulator, 60_000);
  const behind = copy(simulator);
  expect(behind.lagMs).toBeGreaterThan(58_000);
  expect(behind.journal.usedBytes).toBeGreaterThan(40e6);
  expect(simulator.clientOf(simOf(simulator, "ha-app").ref).longestGapMs, "no machine notices").toBeLessThan(2_000);
  simulator.lab.clear(fault?.id ?? "");
  pass(simulator, 20_000);
  expect(copy(simulator).lagMs).toBeLessThan(STEADY_LAG_MS);
  expect(copy(simulator).journal.usedBytes).toBeLessThan(20e6);
});

it("forgets its checkpoints when the journal is full, keeps the last point, and copies what has changed", () => {
  const simulator = world();
  const fault = simulator.lab.inject({ kind: "wan-down", subjectRef: WAN });
  const before = copy(simulator).lastPointAtMs;
  pass(simulator, 240_000, () => {
    const used = ["ft-app", "ha-app"].reduce((sum, name) => sum + copy(simulator, name).journal.usedBytes, 0);
    expect(used).toBeLessThanOrEqual(200e6);
  });
  expect(copy(simulator)).toMatchObject({ lastPointAtMs: before, journal: { full: true } });
  simulator.lab.clear(fault?.id ?? "");
  pass(simulator, 60_000);
  expect(copy(simulator)).toMatchObject({ journal: { full: false } });
  expect(copy(simulator).lagMs).toBeLessThan(STEADY_LAG_MS);
});

it("goes on from the partner when the active host is lost, and falls behind while its own site is", () => {
  const simulator = world();
  simulator.lab.inject({ kind: "host-power-loss", subjectRef: "host-one-a" });
  pass(simulator, 60_000);
  expect(copy(simulator).lagMs).toBeLessThan(STEADY_LAG_MS);
  const fault = simulator.lab.inject({ kind: "site-power", subjectRef: "site-east" });
  pass(simulator, 30_000);
  expect(copy(simulator).lagMs).toBeGreaterThan(25_000);
  simulator.lab.clear(fault?.id ?? "");
  pass(simulator, 20_000);
  expect(copy(simulator).lagMs).toBeLessThan(STEADY_LAG_MS);
});

it("is added to a running machine and taken away again; its task ends with the first point", async () => {
  const fleet = withRecoverySite(smallFleetOfEachLevel(), 10e9);
  const simulator = world({ ...fleet, machines: smallFleetOfEachLevel().machines });
  const { ref } = simOf(simulator, "ha-app");
  const protect = (protection: typeof HIGH_AVAILABILITY, key: string) =>
    simulator.execute({ kind: "vm.protect", vmRef: ref, protection }, key);
  await protect(withRecovery(HIGH_AVAILABILITY), "add");
  pass(simulator, 60_000);
  expect(simulator.sim.world.tasks.add?.observed).toMatchObject({
    state: "running",
    step: "copy the disk to the recovery site",
  });
  expect(observeVm(simulator.sim, simOf(simulator, "ha-app")).recoveryCopy).toBeNull();
  pass(simulator, 340_000);
  expect(simulator.sim.world.tasks.add?.observed.state).toBe("succeeded");
  expect(copy(simulator).lagMs).toBeLessThan(STEADY_LAG_MS);
  await protect(HIGH_AVAILABILITY, "take away");
  pass(simulator, 10_000);
  expect(simOf(simulator, "ha-app").recovery).toBeNull();
});

it("is refused where no recovery site is set up", async () => {
  const simulator = world(smallFleetOfEachLevel());
  const command = {
    kind: "vm.protect",
    vmRef: simOf(simulator, "ha-app").ref,
    protection: withRecovery(HIGH_AVAILABILITY),
  } as const;
  await expect(simulator.execute(command, "no site")).rejects.toBeInstanceOf(Refusal);
});

it("is the same after a restart of the process", () => {
  const simulator = world();
  simulator.lab.inject({ kind: "wan-down", subjectRef: WAN });
  pass(simulator, 12_000);
  const revived = reviveSimulator({ image: simulator.image().text, inputs: [] });
  for (const one of [simulator, revived]) {
    one.lab.clear(one.lab.active()[0]?.id ?? "");
    one.advanceTo(90_000);
  }
  expect(revived.sim.world).toEqual(simulator.sim.world);
});

it("copies a machine that is created with it, and creates none where there is no recovery site", async () => {
  const definition = {
    name: "made",
    pairRef: "pair-one",
    side: null,
    vcpus: 1,
    memoryMiB: 1_024,
    diskMiB: 256,
    image: "debian-12",
    mac: null,
    ip: null,
    guest: "linux",
    protection: withRecovery(HIGH_AVAILABILITY),
  } as const;
  const simulator = world(withRecoverySite(smallFleetOfEachLevel(), 8e9));
  await simulator.execute({ kind: "vm.create", definition }, "create");
  pass(simulator, 60_000);
  expect(copy(simulator, "made").lagMs).toBeLessThan(STEADY_LAG_MS);

  const nowhere = world(smallFleetOfEachLevel());
  await expect(nowhere.execute({ kind: "vm.create", definition }, "create")).rejects.toMatchObject({
    detail: { field: "protection", value: "disaster-recovery", limit: "a recovery site and a WAN to it" },
  });
  expect(Object.values(nowhere.sim.world.vms).map(({ name }) => name)).not.toContain("made");
});
