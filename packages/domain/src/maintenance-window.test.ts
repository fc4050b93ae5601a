import { describe, expect, it } from "vitest";
import { coversPair, isWindowOpen, nextOpening, type Recurrence } from "./maintenance-window";

const nights = (change: Partial<Extract<Recurrence, { kind: "weekly" }>> = {}): Recurrence => ({
  kind: "weekly",
  weekdays: ["saturday"],
  weekOfMonth: null,
  startMinuteOfDay: 22 * 60,
  durationMinutes: 6 * 60,
  ...change,
});
const open = (recurrence: Recurrence, timeZone: string, iso: string) =>
  isWindowOpen({ timeZone, recurrence }, Date.parse(iso));

describe("a maintenance window", () => {
  it("opens by the clock of its place and stays open past midnight", () => {
    // Saturday 22:00 in Oslo is 21:00 UTC in winter; it ends on Sunday at 04:00.
    const at = (iso: string) => open(nights(), "Europe/Oslo", iso);
    expect([at("2026-11-14T20:59:59Z"), at("2026-11-14T21:00:00Z")]).toEqual([false, true]);
    expect([at("2026-11-15T02:59:59Z"), at("2026-11-15T03:00:00Z")]).toEqual([true, false]);
    expect(at("2026-11-15T21:00:00Z")).toBe(false);
    expect(open(nights(), "America/New_York", "2026-11-14T21:00:00Z")).toBe(false);
  });

  it("keeps its hour when summer time begins", () => {
    const two = nights({ weekdays: ["monday"], startMinuteOfDay: 120, durationMinutes: 60 });
    expect(open(two, "Europe/Oslo", "2026-03-23T01:30:00Z")).toBe(true);
    expect(open(two, "Europe/Oslo", "2026-03-30T01:30:00Z")).toBe(false);
    expect(open(two, "Europe/Oslo", "2026-03-30T00:30:00Z")).toBe(true);
  });

  it("may be the second such day of a month, counted on the day on which it began", () => {
    const second = nights({ weekdays: ["tuesday"], weekOfMonth: 2 });
    expect(open(second, "UTC", "2026-11-10T23:00:00Z")).toBe(true);
    expect(open(second, "UTC", "2026-11-11T03:00:00Z")).toBe(true);
    expect(open(second, "UTC", "2026-11-03T23:00:00Z")).toBe(false);
    expect(open(second, "UTC", "2026-11-17T23:00:00Z")).toBe(false);
    const first = nights({ weekdays: ["tuesday"], weekOfMonth: 1 });
    // Began on Tuesday the 30th: not in the first week, though it is the 1st of the next month by now.
    expect(open(first, "UTC", "2026-07-01T01:00:00Z")).toBe(false);
  });

  it("may be longer than a day, or once", () => {
    const weekend = nights({ weekdays: ["friday"], startMinuteOfDay: 18 * 60, durationMinutes: 60 * 60 });
    expect(open(weekend, "UTC", "2026-11-16T05:59:00Z")).toBe(true);
    expect(open(weekend, "UTC", "2026-11-16T06:00:00Z")).toBe(false);
    const once: Recurrence = { kind: "once", fromMs: 1_000, untilMs: 2_000 };
    expect([999, 1_000, 1_999, 2_000].map((at) => isWindowOpen({ timeZone: "UTC", recurrence: once }, at))).toEqual([
      ...[false, true, true, false],
    ]);
  });

  it("does not guess what a time zone that does not exist means", () => {
    expect(() => open(nights(), "Europe/Atlantis", "2026-11-14T21:00:00Z")).toThrow(RangeError);
  });

  it("is of the pairs that it names, or of all", () => {
    expect(coversPair({ pairIds: null }, "lit")).toBe(true);
    expect(coversPair({ pairIds: ["por"] }, "lit")).toBe(false);
  });
});

describe("the next opening of a window", () => {
  const next = (recurrence: Recurrence, timeZone: string, iso: string) => {
    const opening = nextOpening({ timeZone, recurrence }, Date.parse(iso));
    return opening && [opening.fromMs, opening.untilMs].map((atMs) => new Date(atMs).toISOString());
  };

  it("is the one under way, then the one a week later", () => {
    expect(next(nights(), "Europe/Oslo", "2026-11-15T02:00:00Z")).toEqual([
      "2026-11-14T21:00:00.000Z",
      "2026-11-15T03:00:00.000Z",
    ]);
    expect(next(nights(), "Europe/Oslo", "2026-11-15T03:00:00Z")).toEqual([
      "2026-11-21T21:00:00.000Z",
      "2026-11-22T03:00:00.000Z",
    ]);
  });

  it("agrees with whether it is open, in every zone and over changes of the clock", () => {
    for (const timeZone of ["UTC", "Europe/Oslo", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"])
      for (
        let atMs = Date.parse("2026-03-20T00:10:00Z");
        atMs < Date.parse("2026-04-10T00:00:00Z");
        atMs += 3 * 3_600_000
      ) {
        const window = { timeZone, recurrence: nights({ weekdays: ["saturday", "sunday"] }) };
        const opening = nextOpening(window, atMs);
        const within = opening !== null && atMs >= opening.fromMs && atMs < opening.untilMs;
        expect(within, `${timeZone} ${new Date(atMs).toISOString()}`).toBe(isWindowOpen(window, atMs));
      }
  });

  it("comes again where it is rare, and is over where it was once", () => {
    // No fifth Saturday is in November or December 2026.
    expect(next(nights({ weekOfMonth: 5 }), "UTC", "2026-11-02T00:00:00Z")?.[0]).toBe("2027-01-30T22:00:00.000Z");
    const once: Recurrence = { kind: "once", fromMs: 1_000, untilMs: 2_000 };
    expect(nextOpening({ timeZone: "UTC", recurrence: once }, 500)).toEqual({ fromMs: 1_000, untilMs: 2_000 });
    expect(nextOpening({ timeZone: "UTC", recurrence: once }, 2_000)).toBeNull();
  });
});
