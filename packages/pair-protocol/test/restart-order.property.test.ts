import { expect, it } from "vitest";
import { orderFault, PAIRS_OF_MACHINES, scheduleOn, TOGETHER } from "./schedule";
import { survive } from "./survive";

const SCHEDULES = 1_000;

it(`machines survive ${SCHEDULES} random schedules of faults while the order of their restarts is changed`, () => {
  const schedules = scheduleOn([...TOGETHER, ...PAIRS_OF_MACHINES], orderFault);
  const survived = survive("restart-order.property.test.ts", schedules, SCHEDULES);
  expect(survived.told["restart-order"], "machines waited for each other").toBeGreaterThan(SCHEDULES / 20);
  expect(survived.cameBack).toBeGreaterThan(SCHEDULES / 2);
});
