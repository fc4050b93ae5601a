import { expect, it } from "vitest";
import { PathHealth } from "./path-health";

it("knows nothing at first, then is up, then down, and says since when", () => {
  const health = new PathHealth(1_500, 0, 1_000_000);
  expect(health.read(500, 1_000_500).state).toBe("Unknown");
  health.answered(0.4, 600);
  expect(health.read(700, 1_000_700)).toMatchObject({ state: "Up", sinceMs: 1_000_700, rttP50Ms: 0.4, lossRatio: 0 });
  expect(health.read(2_000, 1_002_000)).toMatchObject({ state: "Up", sinceMs: 1_000_700 });
  expect(health.read(2_200, 1_002_200)).toMatchObject({ state: "Down", sinceMs: 1_002_200 });
});

it("is down when it never answered", () => {
  expect(new PathHealth(1_000, 0, 0).read(1_001, 1_001).state).toBe("Down");
});

it("is degraded when slow or lossy", () => {
  const slow = new PathHealth(1_500, 0, 0);
  slow.answered(9, 100);
  expect(slow.read(100, 100).state).toBe("Degraded");
  const lossy = new PathHealth(1_500, 0, 0);
  lossy.missed();
  for (let round = 0; round < 9; round++) lossy.answered(1, 100);
  lossy.missed();
  expect(lossy.read(100, 100)).toMatchObject({ state: "Degraded", lossRatio: 0.1 });
});
