import { expect, it } from "vitest";
import { smallFleetOfEachLevel } from "../src/demo-fleet";
import { SETTINGS_OF_PACE } from "../src/pace";
import { createSimulator } from "../src/simulator";
import { observeAll } from "../src/view";

const HOUR_MS = 3_600_000;

it("tells what failed at the time at which it did, also when time has gone by without this world", () => {
  const simulator = createSimulator({
    seed: "clock",
    fleet: smallFleetOfEachLevel(),
    wallMs: 1_780_000_000_000,
    settings: SETTINGS_OF_PACE.brisk,
  });
  simulator.advanceTo(10_000);
  simulator.lab.inject({ kind: "disk-transient", subjectRef: "host-one-a/disk-0" });
  simulator.lab.inject({ kind: "memory-correctable", subjectRef: "host-one-a/dimm-0" });
  simulator.advanceTo(20_000);
  const failures = () =>
    observeAll(simulator.sim).flatMap((one) =>
      one.kind === "host"
        ? one.components.flatMap(({ name, faultTimesMs }) => faultTimesMs.map((at) => [name, at]))
        : [],
    );
  const before = failures();
  expect(before.map(([name]) => name).sort()).toEqual(["dimm-0", "disk-0"]);
  simulator.setWallClock(simulator.wallMs() + HOUR_MS);
  expect(simulator.wallMs()).toBe(1_780_000_020_000 + HOUR_MS);
  expect(failures()).toEqual(before);
});
