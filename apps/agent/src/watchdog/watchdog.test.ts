import { expect, it } from "vitest";
import { DeadlineTable } from "./deadline-table";
import { RestartBudget } from "./restart-budget";

it("names the machines whose deadline has passed, and no others", () => {
  const table = new DeadlineTable([
    { vmRef: "one", untilMs: 100 },
    { vmRef: "two", untilMs: 200 },
  ]);
  expect(table.overdue(99)).toEqual([]);
  expect(table.overdue(100)).toEqual(["one"]);
  table.arm([{ vmRef: "one", untilMs: 300 }]);
  expect(table.overdue(250)).toEqual(["two"]);
  table.disarm(["two"]);
  expect(table.all()).toEqual([{ vmRef: "one", untilMs: 300 }]);
  expect(table.isEmpty).toBe(false);
});

it("starts a crashed agent three times at once, then every ten seconds, and forgets after a minute", () => {
  const budget = new RestartBudget();
  for (const nowMs of [0, 100, 200]) {
    expect(budget.delayMs(nowMs)).toBe(0);
    budget.started(nowMs);
  }
  expect(budget.delayMs(300)).toBe(9_900);
  expect(budget.delayMs(10_200)).toBe(0);
  expect(budget.delayMs(60_200)).toBe(0);
});
