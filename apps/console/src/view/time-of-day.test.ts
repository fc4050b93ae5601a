import { expect, it } from "vitest";
import { localText, minuteOfDay, momentOf, timeOfDay } from "./time-of-day";

it.each([
  [0, "00:00"],
  [125, "02:05"],
  [1_439, "23:59"],
])("minute %d of a day is %s, there and back", (minute, text) => {
  expect(timeOfDay(minute)).toBe(text);
  expect(minuteOfDay(text)).toBe(minute);
});

it("leaves a moment to the minute as it is", () => {
  const atMs = 1_760_000_040_000;
  expect(momentOf(localText(atMs))).toBe(atMs);
});

it("shows as empty what is not typed yet, and reads empty as no number", () => {
  expect([timeOfDay(Number.NaN), localText(Number.NaN)]).toEqual(["", ""]);
  expect([minuteOfDay(""), momentOf("")]).toEqual([Number.NaN, Number.NaN]);
});
