import { expect, it } from "vitest";
import { maintenanceFault, PAIRS_OF_MACHINES, SINGLE_MACHINES, scheduleOn } from "./schedule";
import { survive } from "./survive";

const SCHEDULES = 1_000;

it(`machines survive ${SCHEDULES} random schedules of planned work and faults`, () => {
  const schedules = scheduleOn([...SINGLE_MACHINES, ...PAIRS_OF_MACHINES], maintenanceFault);
  const survived = survive("maintenance.property.test.ts", schedules, SCHEDULES);
  expect(survived.told.maintenance).toBeGreaterThan(SCHEDULES / 4);
  expect(survived.cameBack).toBeGreaterThan(SCHEDULES / 2);
});
