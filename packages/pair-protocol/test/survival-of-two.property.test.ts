import { expect, it } from "vitest";
import { PAIRS_OF_MACHINES, scheduleOn } from "./schedule";
import { survive } from "./survive";

const RUNS = 3_000;

it(`two machines on one pair survive ${RUNS} random schedules of faults`, () => {
  const schedules = scheduleOn(PAIRS_OF_MACHINES);
  const { schedules: played, cameBack } = survive("survival-of-two.property.test.ts", schedules, RUNS);
  if (process.env.SURVIVAL_PATH === undefined) expect(cameBack).toBeGreaterThan(played);
});
