import { expect, it } from "vitest";
import { RULES_OF_SURVIVAL } from "../src/rule";
import { SINGLE_MACHINES, scheduleOn } from "./schedule";
import { survive } from "./survive";

const RUNS = 5_000;

/** Needs a person, a policy's order, a driver that finds what no record speaks of, or more crashes than a schedule has. */
const NEVER_BY_ITSELF = [
  "move-witness",
  "maintenance",
  "override",
  "restart-order",
  "split-brain",
  "unknown-machine",
  "member-retired",
  "guest-crashed-too-often",
];

it(`one machine survives ${RUNS} random schedules of faults`, () => {
  const schedules = scheduleOn(SINGLE_MACHINES);
  const { told, cameBack, schedules: played } = survive("survival.property.test.ts", schedules, RUNS);
  if (process.env.SURVIVAL_PATH !== undefined) return;
  // Nothing is proven by schedules in which nothing happens: every rule must have been at work.
  expect(RULES_OF_SURVIVAL.filter((rule) => !NEVER_BY_ITSELF.includes(rule) && (told[rule] ?? 0) === 0)).toEqual([]);
  expect(cameBack).toBeGreaterThan(played / 2);
});
