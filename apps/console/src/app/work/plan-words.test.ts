import { expect, it } from "vitest";
import { planSentence, windowWords } from "./plan-words";

it("says how far a plan is and what is away for it", () => {
  expect(planSentence({ hosts: 6, done: 2, skipped: 0, away: ["lit-a"] })).toBe("2 of 6 hosts done; lit-a is away.");
  expect(planSentence({ hosts: 1, done: 0, skipped: 1, away: [] })).toBe("0 of 1 host done, 1 left out.");
});

it("says when a window opens, where, and for how long", () => {
  const recurrence = {
    kind: "weekly",
    weekdays: ["saturday", "tuesday"],
    weekOfMonth: 2,
    startMinuteOfDay: 1_320,
    durationMinutes: 240,
  } as const;
  expect(windowWords({ timeZone: "Europe/Oslo", recurrence })).toBe(
    "Every second Tuesday and Saturday of a month, 22:00 for 4 h, Europe/Oslo",
  );
});
