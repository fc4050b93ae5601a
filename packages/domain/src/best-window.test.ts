import { describe, expect, it } from "vitest";
import { bestWindows, measuredRatio, offerAt, type PairWeek, type Week } from "./best-window";

const HOUR_MS = 3_600_000;
const STEPS = 84;
const weekOf = (busy: (step: number) => number | null, written = 1_000_000): Week => ({
  fromMs: 0,
  stepMs: 2 * HOUR_MS,
  pairs: [
    {
      pairId: "one",
      busyCores: Array.from({ length: STEPS }, (_, step) => busy(step)),
      writtenPerSecond: Array.from({ length: STEPS }, () => written),
      cores: 16,
      copyBytesPerSecond: 100_000_000,
    },
  ],
});
const END_MS = STEPS * 2 * HOUR_MS;

describe("the best time for planned work", () => {
  it("is when the host that stays has most to spare, and the offers are not of one evening", () => {
    // Quiet at every first step of a day, quietest on the third.
    const week = weekOf((step) => (step === 24 ? 1 : step % 12 === 0 ? 2 : 10));
    const offers = bestWindows(week, HOUR_MS, END_MS);
    expect(offers).toHaveLength(3);
    expect(offers[0]).toMatchObject({ fromMs: END_MS + 24 * 2 * HOUR_MS, peakRatio: 1 / 16 });
    for (const [index, { fromMs }] of offers.entries())
      for (const other of offers.slice(index + 1)) expect(Math.abs(fromMs - other.fromMs)).toBeGreaterThan(5 * HOUR_MS);
  });

  it("counts all the steps that the work takes, past the end of the week too", () => {
    const week = weekOf((step) => (step === 0 ? 15 : 1));
    expect(offerAt(week, STEPS - 1, END_MS, 3 * HOUR_MS)?.peakRatio).toBe(15 / 16);
    expect(offerAt(week, STEPS - 1, END_MS, 2 * HOUR_MS)?.peakRatio).toBe(1 / 16);
  });

  it("counts what has to be copied afterwards as exposure", () => {
    const offer = offerAt(
      weekOf(() => 1, 10_000_000),
      0,
      END_MS,
      HOUR_MS,
    );
    expect(offer?.exposedMs).toBeCloseTo(HOUR_MS * 1.1);
  });

  it("offers only what may be begun, when it may be, and counts the steps into which that reaches", () => {
    const week = weekOf((step) => (step === 24 ? 1 : step === 11 ? 9 : 4));
    // Every day from 21:30 for an hour: step 10 of the day is 20:00 to 22:00.
    const [dayMs, opensMs] = [24 * HOUR_MS, 21.5 * HOUR_MS];
    const mayBegin = (fromMs: number) => {
      const intoDay = (fromMs - END_MS) % dayMs;
      return intoDay > opensMs ? fromMs - intoDay + dayMs + opensMs : fromMs - intoDay + opensMs;
    };
    const offers = bestWindows(week, HOUR_MS, END_MS, mayBegin);
    expect(offers.map(({ fromMs }) => fromMs - END_MS)).toEqual([1, 2, 3].map((day) => day * dayMs + opensMs));
    expect(offers[0]?.peakRatio).toBe(4 / 16);
    expect(offerAt(week, 10, END_MS + opensMs, HOUR_MS)?.peakRatio, "it reaches into step 11").toBe(9 / 16);
    expect(bestWindows(week, HOUR_MS, END_MS, () => null)).toEqual([]);
  });

  it("offers nothing for a time that was not measured, nor one that is over", () => {
    const week = weekOf((step) => (step < 40 ? null : 3));
    const offers = bestWindows(week, HOUR_MS, END_MS);
    for (const { fromMs } of offers) expect(fromMs).toBeGreaterThanOrEqual(END_MS + 40 * 2 * HOUR_MS);
    expect(bestWindows(week, HOUR_MS, END_MS + 200 * HOUR_MS)).toEqual([]);
    expect(measuredRatio(week)).toBeCloseTo(44 / 84);
  });

  it("is bound by the pair for which it is worst", () => {
    const quiet = weekOf(() => 1);
    const busy = weekOf((step) => (step === 5 ? 2 : 12));
    const both: Week = { ...quiet, pairs: [...quiet.pairs, { ...(busy.pairs[0] as PairWeek), pairId: "two" }] };
    expect(bestWindows(both, HOUR_MS, END_MS)[0]).toMatchObject({ fromMs: END_MS + 5 * 2 * HOUR_MS });
  });
});
