import { expect, it } from "vitest";
import { anyWitnessFault, SINGLE_MACHINES, scheduleOn, witnessFault } from "./schedule";
import { survive } from "./survive";

const RUNS = 300;

it("S8: whatever happens to the witness alone, no machine is started or stopped", () => {
  const schedules = scheduleOn(SINGLE_MACHINES, witnessFault);
  const { told } = survive("witness-alone.property.test.ts", schedules, RUNS);
  if (process.env.SURVIVAL_PATH !== undefined) return;
  expect(told["witness-lost"]).toBeGreaterThan(RUNS / 2);
  expect(told.designate).toBeGreaterThan(0);
});

it("S8: whatever happens to a witness and its alternate, no machine is started or stopped", () => {
  const schedules = scheduleOn(SINGLE_MACHINES, anyWitnessFault, true);
  const { told } = survive("witness-alone.property.test.ts -t alternate", schedules, RUNS);
  if (process.env.SURVIVAL_PATH !== undefined) return;
  expect(told["move-witness"]).toBeGreaterThan(RUNS / 4);
  expect(told.designate).toBeGreaterThan(0);
});
