import { expect, it } from "vitest";
import { diskFailsAsCopied, diskFault, SINGLE_MACHINES, scheduleOn } from "./schedule";
import { survive } from "./survive";

const SCHEDULES = 1_000;

it(`one machine survives ${SCHEDULES} random schedules in which disks break`, () => {
  const survived = survive("failed-disk.property.test.ts", scheduleOn(SINGLE_MACHINES, diskFault), SCHEDULES);
  expect(survived.told["leg-failed"]).toBeGreaterThan(SCHEDULES / 5);
  expect(survived.cameBack).toBeGreaterThan(SCHEDULES / 4);
});

it("one machine survives a disk that breaks about when the other one is filled", () => {
  const survived = survive("failed-disk.property.test.ts", diskFailsAsCopied, 250);
  expect(survived.told["leg-failed"]).toBeGreaterThan(50);
});
