import { expect, it } from "vitest";
import { shelfEndMs } from "./shelf-end";

const NOW = new Date(2026, 10, 30, 22, 15, 3).getTime();

it("counts hours from now", () => {
  expect(shelfEndMs("1h", "", NOW)).toBe(NOW + 3_600_000);
  expect(shelfEndMs("4h", "", NOW)).toBe(NOW + 4 * 3_600_000);
});

it("knows tomorrow at eight, over the end of a month", () => {
  expect(shelfEndMs("tomorrow", "", NOW)).toBe(new Date(2026, 11, 1, 8).getTime());
});

it("reads a chosen date where the browser is, and knows where none is chosen", () => {
  expect(shelfEndMs("date", "2026-12-04T09:30", NOW)).toBe(new Date(2026, 11, 4, 9, 30).getTime());
  expect(shelfEndMs("date", "", NOW)).toBeNull();
});
