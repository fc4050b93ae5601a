import { describe, expect, it } from "vitest";
import { gapsOf, pathsOf, topOf } from "./line-path";

describe("the line of a measure", () => {
  it("goes through the middle of each step, from left to right, larger values higher", () => {
    expect(pathsOf([0, 5, 10], 10)).toEqual(["M100.0 100.0L300.0 50.0L500.0 0.0"]);
  });
  it("is broken where nothing was measured, never drawn through", () => {
    expect(pathsOf([1, 1, null, 1, 1], 2)).toHaveLength(2);
    expect(pathsOf([null, null], 2)).toEqual([]);
  });
  it("shows a value that stands alone", () => {
    expect(pathsOf([null, 1, null], 2)).toEqual(["M300.0 50.0h1"]);
  });
});

it("gaps are parts of the width, those beside each other as one", () => {
  expect(gapsOf([null, null, 1, null])).toEqual([
    { from: 0, to: 0.5 },
    { from: 0.75, to: 1 },
  ]);
  expect(gapsOf([1, 2])).toEqual([]);
});

it.each([
  [[3, 18], 20],
  [[0, 0.31], 0.5],
  [[99], 100],
  [[101], 200],
  [[null], 1],
])("the axis over %o ends at %d", (values, top) => {
  expect(topOf(values, values[0] === null ? 1 : 0.001)).toBeCloseTo(top);
});
