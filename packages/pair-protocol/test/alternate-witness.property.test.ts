import { expect, it } from "vitest";
import { anyFaultOfTwo, SINGLE_MACHINES, scheduleOn } from "./schedule";
import { survive } from "./survive";

const RUNS = 2_000;

it(`a pair with an alternate witness survives ${RUNS} random schedules of faults`, () => {
  const schedules = scheduleOn(SINGLE_MACHINES, anyFaultOfTwo, true);
  const { told, cameBack, schedules: played } = survive("alternate-witness.property.test.ts", schedules, RUNS);
  if (process.env.SURVIVAL_PATH !== undefined) return;
  expect(told["move-witness"]).toBeGreaterThan(RUNS / 4);
  expect(cameBack).toBeGreaterThan(played / 2);
});
