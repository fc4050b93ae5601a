import { expect, it } from "vitest";
import { WriteRateHistory } from "./write-rate-history";

const read = (history: WriteRateHistory, count: number, rateOf: (index: number) => number) => {
  for (let index = 0; index < count; index++) history.add(rateOf(index));
};

it("says nothing before it has ten minutes", () => {
  const history = new WriteRateHistory();
  read(history, 599, () => 1_000);
  expect(history.p95BytesPerSecond).toBeNull();
  read(history, 1, () => 1_000);
  expect(history.p95BytesPerSecond).toBe(1_000);
});

it("is above 95 of 100 readings, whatever the rest is, and forgets after an hour", () => {
  const history = new WriteRateHistory();
  read(history, 1_200, (index) => (index % 100 < 95 ? index % 100 : 9e9));
  expect(history.p95BytesPerSecond).toBe(94);
  read(history, 3_600, () => 7);
  expect(history.p95BytesPerSecond).toBe(7);
});
