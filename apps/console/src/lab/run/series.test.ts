import { describe, expect, it } from "vitest";
import { addEnd, newSeries, silenceAt } from "./series";

describe("what a strip draws", () => {
  it("keeps the slowest answer and the failures of each slice, and each request around zero", () => {
    const series = newSeries(-1_000, 9_000, 500);
    addEnd(series, -900, -895, 5);
    addEnd(series, -800, -740, 60);
    addEnd(series, 100, 2_100, null);
    addEnd(series, 5_000, 5_004, 4);
    expect([series.tookMs[0], series.failed[2], series.tookMs[12]]).toEqual([60, 1, 4]);
    expect(series.near).toEqual([{ sentAtMs: 100, tookMs: null }]);
  });

  it("shows the longest silence, and one that still lasts where that is longer", () => {
    const series = newSeries(0, 100_000, 500);
    for (const atMs of [1_000, 2_000, 9_000, 10_000]) addEnd(series, atMs, atMs, 1);
    expect(silenceAt(series, 12_000)).toEqual({ fromMs: 2_000, toMs: 9_000 });
    expect(silenceAt(series, 30_000)).toEqual({ fromMs: 10_000, toMs: 30_000 });
  });
});
