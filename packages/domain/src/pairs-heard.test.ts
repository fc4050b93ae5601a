import { expect, it } from "vitest";
import { NO_PAIR_HEARD, pairHeardAtMs, pairsHeard } from "./pairs-heard";

it("tells of each pair what it was told, and names those alone that were heard at another time than most", () => {
  const atMsOf = { a: 7_000, b: 9_000, c: 9_000, d: 9_000, e: 8_000 };
  const heard = pairsHeard(atMsOf);
  expect(heard).toEqual({ mostAtMs: 9_000, othersAtMs: { a: 7_000, e: 8_000 } });
  for (const [id, atMs] of Object.entries(atMsOf)) expect(pairHeardAtMs(heard, id)).toBe(atMs);
});

it("takes no pair for heard where none was", () => {
  expect(pairsHeard({})).toEqual(NO_PAIR_HEARD);
  expect(pairHeardAtMs(NO_PAIR_HEARD, "a")).toBe(0);
});
