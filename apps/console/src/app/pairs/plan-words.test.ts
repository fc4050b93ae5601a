import { consolidate } from "@v-available/domain/consolidation";
import { expect, it } from "vitest";
import { planOf, planWords, wrongWith } from "./plan-words";

const TYPED = { servers: "50", used: "30", alone: "80", faultTolerant: "20" };

it("counts with what was typed", () => {
  const plan = planOf(TYPED);
  expect(plan).toEqual({ servers: 50, usedRatio: 0.3, aloneRatio: 0.8, faultTolerantRatio: 0.2 });
  expect(plan && planWords(consolidate(plan))).toEqual({
    answer: "19 pairs, 38 hosts.",
    why: "The work is that of 15 hosts that are never idle. Each host is 47 % busy while both are there, and 79 % while one carries the machines of both.",
  });
});

it("names the field, what was typed and the limit, and counts nothing meanwhile", () => {
  for (const wrong of ["", "0", "101", "3.5", "many"]) {
    expect(wrongWith("used", wrong)).toBe(`How busy each is: a whole number from 1 to 100 %, not “${wrong}”.`);
    expect(planOf({ ...TYPED, used: wrong })).toBeNull();
  }
  expect(wrongWith("faultTolerant", "0")).toBeNull();
});
