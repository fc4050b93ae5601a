import { expect, test } from "vitest";
import { rowsInView } from "./row-window";

const view = { count: 10_000, rowPx: 33, topPx: 200, viewPx: 900 };

test("at the top, the first screen and some more", () => {
  expect(rowsInView({ ...view, scrollPx: 0 })).toEqual({ first: 0, last: 30 });
});

test("in the middle, some on either side", () => {
  const { first, last } = rowsInView({ ...view, scrollPx: 200 + 33 * 5_000 });
  expect(first).toBe(4_992);
  expect(last).toBe(5_000 + 28 + 8);
});

test("never past the end, wherever the scroll was left", () => {
  expect(rowsInView({ ...view, scrollPx: 1e9 })).toEqual({ first: 9_999, last: 9_999 });
  expect(rowsInView({ ...view, count: 3, scrollPx: 0 })).toEqual({ first: 0, last: 2 });
  expect(rowsInView({ ...view, count: 0, scrollPx: 0 }).last).toBe(-1);
});
