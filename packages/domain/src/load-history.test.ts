import { describe, expect, it } from "vitest";
import { beginOf, MEASURES, RANGES, type Reading, readingOf, STEPS_MS, summed } from "./load-history";
import { alone, available, resyncing, tolerant } from "./pair.fixture";

describe("the ranges of a chart", () => {
  it("have steps that are whole numbers of the finer ones, and reach far enough back to sum the coarser ones", () => {
    const ranges = Object.values(RANGES);
    for (const [at, { stepMs }] of ranges.entries()) {
      const finer = ranges[at - 1];
      if (finer === undefined) continue;
      expect(stepMs % finer.stepMs).toBe(0);
      expect(finer.points * finer.stepMs).toBeGreaterThanOrEqual(stepMs);
    }
    expect(STEPS_MS).toEqual([...STEPS_MS].sort((one, other) => one - other));
  });

  it("begin their steps at whole ones of the clock", () => {
    expect(beginOf(Date.UTC(2026, 10, 17, 10, 50, 20), RANGES["24h"].stepMs)).toBe(Date.UTC(2026, 10, 17, 10, 45));
  });
});

describe("what is kept of a machine", () => {
  it("says what its level sends to the partner", () => {
    const { load } = available();
    expect(readingOf(alone()).sent).toBe(0);
    expect(readingOf(available()).sent).toBe(load.writeBytesPerSecond);
    expect(readingOf(tolerant()).sent).toBe(load.writeBytesPerSecond + load.dirtyBytesPerSecond);
    const filling = resyncing(available());
    expect(readingOf(filling).sent).toBe(filling.mirror.resyncBytesPerSecond);
  });

  it("has a lag only where there is something that lags", () => {
    expect(readingOf(tolerant())).toMatchObject({ standbyLag: 38, copyLag: null });
    expect(readingOf(available())).toMatchObject({ standbyLag: null, copyLag: null });
  });
});

describe("one reading in place of several", () => {
  const reading = (value: number | null): Reading =>
    Object.fromEntries(MEASURES.map((measure) => [measure, value])) as Record<(typeof MEASURES)[number], number | null>;

  it("is the average of rates and the worst of lags", () => {
    expect(summed([reading(10), reading(30)])).toMatchObject({ cpu: 20, disk: 20, standbyLag: 30, copyLag: 30 });
  });
  it("leaves out what was not measured, and stays unmeasured where nothing was", () => {
    expect(summed([reading(10), reading(null)])).toMatchObject({ cpu: 10, copyLag: 10 });
    expect(summed([reading(null)])).toEqual(reading(null));
    expect(summed([])).toEqual(reading(null));
  });
});
