import { expect, it } from "vitest";
import { directionAsked } from "./schedule";
import { survive } from "./survive";

const SCHEDULES = 1_500;

it(`one machine survives ${SCHEDULES} random schedules in which a person is asked which copy is right`, () => {
  const survived = survive("direction.property.test.ts", directionAsked, SCHEDULES);
  expect(survived.told.verify).toBeGreaterThan(SCHEDULES / 2);
  expect(survived.cameBack).toBeGreaterThan(SCHEDULES / 4);
});
