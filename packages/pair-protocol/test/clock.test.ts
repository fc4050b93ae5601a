import { expect, it } from "vitest";
import { LEVELS, powerOff, Story } from "./story";

/** The wall clock of a host jumps. Leases are counted by its monotonic clock, so what is held is held on. */

const steps = (side: "a" | "b") => ({ kind: "clock-steps", side }) as const;

it.each(LEVELS)("goes on where it runs, whichever clock steps, and stays protected: %s", (level) => {
  const story = new Story(level).strike(steps("a"), steps("b")).pass(20_000);
  expect([story.runsOn.length > 0 || story.hasProcess("a"), story.register.owner, story.protected]).toEqual([
    true,
    "a",
    true,
  ]);
  expect([story.times("clock-stepped", "a"), story.times("clock-stepped", "b")]).toEqual([1, 1]);
});

it.each(LEVELS)("is not taken over by a host whose clock has just stepped, and is once that is steady: %s", (level) => {
  const story = new Story(level).strike(steps("b")).pass(100);
  const steadyAtMs = story.world.nowMs + story.timing.clockSteadyMs;
  // So long ago that nothing but the clock stands in the way.
  story.strike(powerOff("a")).pass(story.timing.clockSteadyMs - 1_000);
  expect(story.register.owner).toBe("a");
  story.strike(steps("b")).pass(story.timing.haDeadMs + story.timing.standbyDelayMs - 2_500);
  story.strike(steps("b")).pass(story.timing.clockSteadyMs - 500);
  expect(story.register.owner, "it stepped again").toBe("a");
  expect(story.until(() => story.runsOn.includes("b"), 10_000)).toBeDefined();
  expect(story.world.nowMs).toBeGreaterThan(steadyAtMs);
});
