import { expect, it } from "vitest";
import { available, NOW_MS } from "./pair.fixture";
import { recoveryLossWords } from "./recovery-declaration";
import { recoveryLagNow, recoveryPointAt, recoveryPoints } from "./recovery-point";

const copy = {
  siteName: "Nashua",
  lagMs: 500,
  lastPointAtMs: NOW_MS - 500,
  earlierPointsAtMs: [],
  drills: [],
  journal: null,
  live: null,
};

it("grows with the age of the newest point, unless the machine has stopped", () => {
  const running = available();
  expect(recoveryLagNow(running, copy, NOW_MS)).toBe(500);
  expect(recoveryLagNow(running, copy, NOW_MS + 4_500)).toBe(5_000);
  const unheard = available({ instances: { a: "Unknown", b: null } });
  expect(recoveryLagNow(unheard, copy, NOW_MS + 4_500), "it may still run").toBe(5_000);
  for (const a of ["Stopped", "CrashedMtbfExceeded"] as const) {
    const stopped = available({ instances: { a, b: null } });
    expect(recoveryLagNow(stopped, { ...copy, lagMs: 0 }, NOW_MS + 4_500), "the point holds all of it").toBe(0);
  }
});

it("offers each point with what is given up by it, the newest where none is named", () => {
  const earlierPointsAtMs = [NOW_MS - 5_500, NOW_MS - 65_500];
  const points = recoveryPoints(available({ recoveryCopy: { ...copy, earlierPointsAtMs } }), NOW_MS + 1_000);
  expect(points.map(({ behindMs }) => behindMs)).toEqual([1_500, 6_500, 66_500]);
  expect(recoveryPointAt(points, undefined)).toBe(points[0]);
  expect(recoveryPointAt(points, NOW_MS - 65_500)).toBe(points[2]);
  expect(recoveryPointAt(points, NOW_MS - 7_000)).toBeNull();
  expect(points.map(recoveryLossWords)[2]).toBe("what it wrote in its last 67 s, and its memory");
  expect(recoveryLossWords({ behindMs: 0 })).toBe("its memory");
});
