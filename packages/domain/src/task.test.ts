import { expect, it } from "vitest";
import { isOverdue } from "./task";

it("is overdue at its deadline, unless it has ended", () => {
  expect(isOverdue({ state: "running", deadlineAtMs: 100 }, 99)).toBe(false);
  expect(isOverdue({ state: "running", deadlineAtMs: 100 }, 100)).toBe(true);
  expect(isOverdue({ state: "cancelled", deadlineAtMs: 100 }, 100)).toBe(false);
});
