import { expect, it } from "vitest";
import { smallFleetOfEachLevel } from "../src/demo-fleet";
import { createSimulator } from "../src/simulator";

const BEGIN_MS = 1_780_000_000_000;
const HOUR_MS = 3_600_000;
const simulator = (seed = "past-load") => createSimulator({ seed, fleet: smallFleetOfEachLevel(), wallMs: BEGIN_MS });

it("a machine's past load is the same however often it is asked, of the seed, and around what it does now", async () => {
  const one = simulator();
  const [ref = ""] = Object.keys(one.sim.world.vms);
  const stretch = { fromMs: BEGIN_MS, stepMs: HOUR_MS, points: 48 };
  const past = await one.pastLoad?.(ref, stretch);
  expect(past).toHaveLength(48);
  one.advanceTo(HOUR_MS);
  expect((await one.pastLoad?.(ref, stretch))?.map((reading) => reading?.cpu)).toEqual(
    past?.map((reading) => reading?.cpu),
  );
  expect(await simulator("another").pastLoad?.(ref, stretch)).not.toEqual(past);
  const { cpuRatio = 0 } = one.sim.world.vms[ref]?.load ?? {};
  for (const reading of past ?? []) {
    expect(reading?.cpu).toBeGreaterThan(cpuRatio * 0.5);
    expect(reading?.cpu).toBeLessThan(cpuRatio * 1.5);
    expect(reading).toMatchObject({ standbyLag: null, copyLag: null });
  }
});

it("is none from before there was a world, nor of a machine that is not there", async () => {
  const one = simulator();
  const [ref = ""] = Object.keys(one.sim.world.vms);
  expect(await one.pastLoad?.(ref, { fromMs: BEGIN_MS - 2 * HOUR_MS, stepMs: HOUR_MS, points: 2 })).toEqual([
    null,
    null,
  ]);
  expect(await one.pastLoad?.("no-such-machine", { fromMs: BEGIN_MS, stepMs: HOUR_MS, points: 2 })).toEqual([]);
});
