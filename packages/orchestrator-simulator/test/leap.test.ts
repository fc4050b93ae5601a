import { expect, it } from "vitest";
import { smallFleetOfEachLevel } from "../src/demo-fleet";
import { SETTINGS_OF_PACE } from "../src/pace";
import { withRecoverySite } from "../src/recovery-fleet";
import { createSimulator, type Simulator } from "../src/simulator";
import { observeAll } from "../src/view";
import { SafetyCheck } from "./safety";
import { WALL_MS } from "./schedule";

const DAY_MS = 86_400_000;

function asleep(): Simulator {
  const simulator = createSimulator({
    seed: "leap",
    fleet: withRecoverySite(smallFleetOfEachLevel()),
    wallMs: WALL_MS,
    settings: SETTINGS_OF_PACE.brisk,
    afterEvent: new SafetyCheck().after,
  });
  simulator.sim.isSeen = false;
  const { pairs } = simulator.sim.world;
  for (let second = 0; second < 60 && pairs["pair-one"]?.napSinceMs == null; second++)
    simulator.advanceTo(simulator.nowMs() + 1_000);
  return simulator;
}

/** What is shown, without what swings with the load. */
const shownBy = (simulator: Simulator) =>
  observeAll(simulator.sim).map((one) => {
    if (one.kind === "vm") return { ...one, load: null, standbyLagMs: null };
    if (one.kind === "host") return { ...one, usedCores: null };
    return one.kind === "link" ? { ...one, usedBytesPerSecond: null, rttP50Ms: null, rttP99Ms: null } : one;
  });

it("shows after a leap what would be shown if all of that time had been simulated", () => {
  const [leapt, walked] = [asleep(), asleep()];
  const untilMs = leapt.nowMs() + DAY_MS / 24;
  leapt.leapTo(untilMs - 5_000);
  for (const one of [leapt, walked]) one.advanceTo(untilMs);
  expect(leapt.wallMs()).toBe(walked.wallMs());
  expect(shownBy(leapt)).toEqual(shownBy(walked));
});

it("lets the same befall a world that leapt as one that waited, and the same come of it", () => {
  const [leapt, walked] = [asleep(), asleep()];
  const struckAtMs = leapt.nowMs() + DAY_MS / 24;
  leapt.leapTo(struckAtMs - 5_000);
  const told = [leapt, walked].map((one) => {
    one.advanceTo(struckAtMs);
    one.lab.inject({ kind: "host-crash", subjectRef: "host-one-a" });
    one.advanceTo(struckAtMs + 120_000);
    return one.sim.world.journal.records.map(({ source, sequence, sentence }) => `${source} ${sequence}: ${sentence}`);
  });
  expect(told[0]?.length).toBeGreaterThan(10);
  expect(told[0]).toEqual(told[1]);
});

it("does not leap over a pair that is awake, nor over a fault", () => {
  const simulator = asleep();
  const fault = simulator.lab.inject({ kind: "fan", subjectRef: "host-one-a/fan-0" });
  expect(() => simulator.leapTo(simulator.nowMs() + DAY_MS)).toThrow("sleeps only");
  simulator.lab.clear(fault?.id ?? "");
  expect(() => simulator.leapTo(simulator.nowMs() + DAY_MS)).toThrow("sleeps only");
});

it("leaves a copy elsewhere as far behind as it was, with every write counted", () => {
  const simulator = asleep();
  const vm = Object.values(simulator.sim.world.vms).find(({ recovery }) => recovery);
  if (!vm?.recovery?.point) throw new Error("one machine is copied");
  const behind = () => vm.client.acknowledged - (vm.recovery?.point?.written ?? 0);
  const before = behind();
  expect(before).toBeGreaterThan(0);
  simulator.leapTo(simulator.nowMs() + DAY_MS);
  simulator.lab.inject({ kind: "fan", subjectRef: "host-one-a/fan-0" });
  expect(behind()).toBe(before);
  simulator.advanceTo(simulator.nowMs() + 60_000);
  const { acknowledged, lost } = simulator.clientOf(vm.ref);
  expect(lost).toBe(0);
  expect(acknowledged - (vm.recovery?.point?.written ?? 0)).toBeLessThan(2 * 12);
});
