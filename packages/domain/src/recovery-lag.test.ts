import { expect, it } from "vitest";
import { available, NOW_MS } from "./pair.fixture";
import { recoveryLagNow } from "./recovery-lag";

const copy = { siteName: "Nashua", lagMs: 500, lastPointAtMs: NOW_MS - 500, journal: null, live: null };

it("grows with the age of the newest point, unless the machine has stopped", () => {
  const running = available();
  expect(recoveryLagNow(running, copy, NOW_MS)).toBe(500);
  expect(recoveryLagNow(running, copy, NOW_MS + 4_500)).toBe(5_000);
  const unheard = available({ instances: { a: "Unknown", b: null } });
  expect(recoveryLagNow(unheard, copy, NOW_MS + 4_500), "it may still run").toBe(5_000);
  const stopped = available({ instances: { a: "Stopped", b: null } });
  expect(recoveryLagNow(stopped, { ...copy, lagMs: 0 }, NOW_MS + 4_500), "the point holds all of it").toBe(0);
});
