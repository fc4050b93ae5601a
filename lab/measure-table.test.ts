import { expect, it } from "vitest";
import { type Measured, markdownOf, median } from "./measure-table";

const run = (answeredMs: number, lost = 0): Measured => ({
  measurement: "host-lost",
  at: "2026-01-01T00:00:00.000Z",
  detectedMs: 3_000,
  decidedMs: 15_000,
  actedMs: 16_000,
  answeredMs,
  silentMs: answeredMs,
  booted: true,
  restoredMs: 4_000,
  acknowledged: 500,
  lost,
  copies: "identical",
});

it("a table has each run, the median and the worst", () => {
  const lines = markdownOf([run(20_000), run(24_000, 2), run(22_000)]).split("\n");
  expect(lines[0]).toMatch(/^### The active host loses its power/);
  expect(lines.slice(4)).toEqual([
    "| 1 | 3.00 | 15.00 | 16.00 | 4.00 | 20.00 | 20.00 | 4.00 | 500 | 0 |",
    "| 2 | 3.00 | 15.00 | 16.00 | 8.00 | 24.00 | 24.00 | 4.00 | 500 | 2 |",
    "| 3 | 3.00 | 15.00 | 16.00 | 6.00 | 22.00 | 22.00 | 4.00 | 500 | 0 |",
    "| **median** | 3.00 | 15.00 | 16.00 | 6.00 | 22.00 | 22.00 | 4.00 | | |",
    "| **worst** | 3.00 | 15.00 | 16.00 | 8.00 | 24.00 | 24.00 | 4.00 | | |",
  ]);
});

it("the median of an even number lies between the two in the middle", () => {
  expect([median([]), median([1]), median([1, 2, 4, 9])]).toEqual([undefined, 1, 3]);
});
