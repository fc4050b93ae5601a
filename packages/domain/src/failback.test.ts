import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FAILBACK_RETRY_MS, type FailbackFacts, failbackAnswer } from "./failback";
import { WEEKDAYS } from "./maintenance-window";
import type { PolicyWindow } from "./policy";

const NOW_MS = Date.UTC(2026, 10, 25, 12);
const window = (name: string, startHour: number): PolicyWindow => ({
  ...{ name, timeZone: "UTC" },
  recurrence: {
    ...{ kind: "weekly", weekdays: [...WEEKDAYS], weekOfMonth: null },
    ...{ startMinuteOfDay: startHour * 60, durationMinutes: 120 },
  },
});
const NOON = window("noon", 11);
const NIGHT = window("night", 22);
const WELL: FailbackFacts = {
  ...{ home: "a", activeSide: "b", desiredPower: "on", protection: { state: "Protected" }, hold: null },
  ...{
    plannedWork: null,
    allowed: { allowed: true },
    isOnItsWay: false,
    isPairBusy: false,
    isCrowded: false,
    failedAtMs: null,
  },
  policy: { failback: "at-once", windows: [] },
};
const answer = (change: Partial<FailbackFacts>) => failbackAnswer({ ...WELL, ...change }, NOW_MS);

describe("failback", () => {
  it("moves a machine home at once, in its window, or never, as its policy says", () => {
    expect(answer({})).toEqual({ do: "move", to: "a" });
    expect(answer({ policy: { failback: "stay", windows: [] } })).toEqual({ do: "nothing" });
    const windows = [NOON, NIGHT];
    expect(answer({ policy: { failback: { window: "noon" }, windows } })).toEqual({ do: "move", to: "a" });
    expect(answer({ policy: { failback: { window: "night" }, windows } })).toMatchObject({
      do: "wait",
      because: "The window night of its policy is not open.",
    });
    expect(answer({ policy: { failback: { window: "gone" }, windows } })).toMatchObject({ do: "wait" });
  });

  it("keeps to the windows of a policy that has some, where it names none", () => {
    const within = (...windows: PolicyWindow[]) => answer({ policy: { failback: "at-once", windows } });
    expect(within(NIGHT, NOON)).toEqual({ do: "move", to: "a" });
    expect(within(NIGHT)).toEqual({ do: "wait", because: "The window night of its policy is not open." });
    expect(within(NIGHT, { ...NIGHT, name: "late" })).toMatchObject({
      because: "None of the windows of its policy is open.",
    });
  });

  it("moves nothing that is at home, or off", () => {
    expect(answer({ activeSide: "a" })).toEqual({ do: "nothing" });
    expect(answer({ desiredPower: "off" })).toEqual({ do: "nothing" });
  });

  it("tries again only after a while what could not be done", () => {
    expect(answer({ failedAtMs: NOW_MS - 1_000 })).toMatchObject({ do: "wait" });
    expect(answer({ failedAtMs: NOW_MS - FAILBACK_RETRY_MS })).toMatchObject({ do: "move" });
  });

  it("never moves while anything at all is amiss", () => {
    const amiss = fc.constantFrom<Partial<FailbackFacts>>(
      { hold: { why: "fault", words: "A disk failed." } },
      { hold: { why: "planned-work", words: "Planned work." } },
      { hold: { why: "not-heard", words: "Nobody hears it." } },
      { hold: { why: "resync", words: "A disk is copied." } },
      { plannedWork: "firmware" },
      { protection: { state: "Resyncing" } },
      { protection: { state: "AtRisk" } },
      { protection: { state: "Unknown" } },
      { allowed: { allowed: false, reason: "A change is under way.", untilMs: null } },
      { isOnItsWay: true },
      { isPairBusy: true },
      { isCrowded: true },
      { policy: { failback: "at-once", windows: [NIGHT] } },
    );
    fc.assert(
      fc.property(fc.array(amiss, { minLength: 1, maxLength: 4 }), (all) => {
        const { do: what } = answer(Object.assign({}, ...all));
        expect(what).toBe("wait");
      }),
      { numRuns: 100 },
    );
  });
});
