import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isWindowOpen, type Recurrence, WEEKDAYS, type Weekday } from "./maintenance-window";
import {
  commonBeginning,
  nextBeginning,
  outsideWindows,
  refusedOutside,
  type WindowedMachine,
  waitsForWindows,
} from "./planned-window";
import type { PolicyWindow } from "./policy";

const HOUR_MS = 3_600_000;
/** A Wednesday. */
const MIDDAY_MS = Date.UTC(2026, 10, 25, 12);

const weekly = (name: string, startHour: number, hours: number, weekdays: readonly Weekday[] = WEEKDAYS) => ({
  name,
  timeZone: "UTC",
  recurrence: {
    ...{ kind: "weekly" as const, weekdays: [...weekdays], weekOfMonth: null },
    ...{ startMinuteOfDay: startHour * 60, durationMinutes: hours * 60 },
  } satisfies Recurrence,
});
const machine = (name: string, ...windows: PolicyWindow[]): WindowedMachine => ({
  ...{ id: `id-${name}`, name, policyName: "Tills", windows },
});
const NIGHT = weekly("night", 22, 4);
const NOON = weekly("noon", 11, 2);

describe("planned work and the windows of policies", () => {
  it("may touch a machine without a window at any time", () => {
    expect(outsideWindows([machine("erp-db")], MIDDAY_MS, HOUR_MS)).toEqual([]);
    expect(waitsForWindows([machine("erp-db")], MIDDAY_MS, HOUR_MS)).toBeNull();
  });

  it("names the machine, its window and the next opening where it would be outside", () => {
    const [outside] = outsideWindows([machine("erp-db", NIGHT), machine("crm", NOON)], MIDDAY_MS, HOUR_MS);
    expect(outside).toMatchObject({
      machine: { id: "id-erp-db", name: "erp-db" },
      next: { atMs: Date.UTC(2026, 10, 25, 22), window: NIGHT },
      sentence:
        "Planned work on erp-db may begin only in the window night of its policy Tills. night opens on 25 Nov 22:00, UTC.",
    });
    expect(outsideWindows([machine("crm", NOON)], MIDDAY_MS, HOUR_MS)).toEqual([]);
  });

  it("does not begin in what is left of a window that is less than the work takes, unless no opening is enough", () => {
    const [outside] = outsideWindows([machine("crm", NOON)], MIDDAY_MS, 2 * HOUR_MS - 60_000);
    expect(outside?.sentence).toContain("noon is open, but less of it is left than the 1 h 59 min");
    expect(outside?.next?.atMs).toBe(Date.UTC(2026, 10, 26, 11));
    expect(outsideWindows([machine("crm", NOON)], MIDDAY_MS, 3 * HOUR_MS)).toEqual([]);
  });

  it("says it where windows never open together, or not again", () => {
    const never = [machine("crm", NOON), machine("erp-db", NIGHT)];
    expect(commonBeginning(never, MIDDAY_MS, HOUR_MS)).toBeNull();
    expect(waitsForWindows(never, MIDDAY_MS, HOUR_MS)).toContain("never open together");
    const once: PolicyWindow = { name: "once", timeZone: "UTC", recurrence: { kind: "once", fromMs: 0, untilMs: 1 } };
    expect(nextBeginning([once], MIDDAY_MS, 0)).toBeNull();
    expect(outsideWindows([machine("old", once)], MIDDAY_MS, 0)[0]?.sentence).toContain("It does not open again.");
  });

  it("refuses with the machines, the next opening and the remedy", () => {
    const outside = outsideWindows([machine("erp-db", NIGHT), machine("crm", NIGHT)], MIDDAY_MS, 0);
    expect(refusedOutside(outside, "a1 was not put into maintenance")).toMatchObject({
      code: "blocked",
      field: "outsideWindowOf",
      value: "erp-db and crm",
      message: expect.stringMatching(/^a1 was not put into maintenance\. .*night opens on 25 Nov 22:00/),
      remedy: "Wait for it, or confirm that erp-db and crm may be touched outside of them.",
    });
    expect(refusedOutside([], "x")).toBeNull();
  });

  it("finds the first moment at which all may be touched: open for each then, and for none of them all before", () => {
    const windows = fc.record({
      start: fc.integer({ min: 0, max: 23 }),
      hours: fc.integer({ min: 1, max: 30 }),
      days: fc.uniqueArray(fc.constantFrom(...WEEKDAYS), { minLength: 1, maxLength: 4 }),
    });
    const machines = fc.array(fc.array(windows, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(
        machines,
        fc.integer({ min: 0, max: 200 }),
        fc.integer({ min: 1, max: 60 }),
        (sets, offset, needed) => {
          const fromMs = MIDDAY_MS + offset * HOUR_MS;
          const neededMs = needed * 60_000;
          const held = sets.map((set, at) =>
            machine(`m${at}`, ...set.map(({ start, hours, days }, which) => weekly(`w${which}`, start, hours, days))),
          );
          const atMs = commonBeginning(held, fromMs, neededMs);
          const allOpen = (at: number) => held.every((one) => one.windows.some((window) => isWindowOpen(window, at)));
          if (atMs !== null) {
            expect(allOpen(atMs)).toBe(true);
            expect(outsideWindows(held, atMs, neededMs)).toEqual([]);
          }
          // Windows open at whole hours: each one before is outside for some machine.
          const untilMs = Math.min(atMs ?? Number.POSITIVE_INFINITY, fromMs + 8 * 24 * HOUR_MS);
          for (let at = fromMs; at < untilMs; at += HOUR_MS)
            expect(outsideWindows(held, at, neededMs), new Date(at).toISOString()).not.toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });
});
