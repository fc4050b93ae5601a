import { expect, it } from "vitest";
import { consolidate } from "./consolidation";

const SERVERS = { servers: 50, usedRatio: 0.3, aloneRatio: 0.8, faultTolerantRatio: 0 };

it("counts the paper's 50 servers at 30 % as the work of 15 hosts, and a pair for each host that it would need", () => {
  expect(consolidate(SERVERS)).toEqual({
    hostEquivalents: 15,
    pairs: 19,
    hosts: 38,
    oneRatio: 15 / 19,
    bothRatio: 15 / 38,
  });
  expect(consolidate({ ...SERVERS, aloneRatio: 0.7 }).pairs).toBe(22);
});

it("counts what runs in lockstep on both hosts while both are there, and once while one is alone", () => {
  const all = consolidate({ ...SERVERS, faultTolerantRatio: 1 });
  expect(all.bothRatio).toBeCloseTo(15 / 19);
  expect(all.oneRatio).toBe(all.bothRatio);
});

it("asks for no host more than a sum of ratios is", () => {
  expect(consolidate({ servers: 24, usedRatio: 0.1, aloneRatio: 0.8, faultTolerantRatio: 0 }).pairs).toBe(3);
});

it("needs one pair for the least of loads", () => {
  expect(consolidate({ servers: 1, usedRatio: 0.01, aloneRatio: 1, faultTolerantRatio: 0 }).pairs).toBe(1);
});
