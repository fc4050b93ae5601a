import type { DrillRow } from "@v-available/api/view/drill";
import { describe, expect, it } from "vitest";
import { leadOf, measuredWords, newestWords } from "./drill-sentence";

const MEASURED = {
  state: "measured",
  startedAtMs: 1_000,
  startedBy: "Ada",
  pointAtMs: 500,
  endedAtMs: 60_000,
  measuredRtoMs: 45_000,
  measuredRpoMs: 4_000,
} as const;

const row = (standing: DrillRow["standing"], newest: DrillRow["newest"] = standing.proof): DrillRow => ({
  machine: { id: "m", name: "erp-db" },
  revision: 1,
  pair: { id: "p", name: "lit" },
  site: { id: "s", name: "Littleton" },
  recoverySite: "Duluth",
  interval: { everyDays: 90, policyName: null },
  standing,
  newest,
  target: { rtoMs: 900_000, rpoMs: 15_000 },
  headline: {
    state: "Protected",
    was: "Protected",
    effective: "high-availability",
    reason: "",
    next: null,
    etaAtMs: null,
    exposedSinceMs: null,
    observedAtMs: 1,
  },
  action: { action: "drill", label: "Start a drill at Duluth", disabledBecause: null, possibleAtMs: null },
});
const UNPROVEN = { is: "unproven", proof: null, dueAtMs: null } as const;
const PROVEN = { is: "proven", proof: MEASURED, dueAtMs: 9_000_000 } as const;
const DUE = { is: "due", proof: MEASURED, dueAtMs: 1 } as const;

describe("what the page of drills says first", () => {
  it("counts what is proven, what never was, and what is due again", () => {
    expect(leadOf({ rows: [row(UNPROVEN), row(DUE), row(PROVEN), row(PROVEN)] })).toEqual({
      proven: "2 of 4 copies at recovery sites are proven.",
      missing: "1 was never proven and 1 is due again.",
    });
  });
  it("says that all are proven only where all are", () => {
    expect(leadOf({ rows: [row(PROVEN), row(PROVEN)] })).toEqual({
      proven: "All 2 copies at recovery sites are proven.",
      missing: null,
    });
    expect(leadOf({ rows: [row(PROVEN)] }).proven).toBe("The one copy at a recovery site is proven.");
  });
  it("does not count where nothing is proven", () => {
    expect(leadOf({ rows: [row(UNPROVEN)] })).toEqual({
      proven: "The one copy at a recovery site",
      missing: "was never proven by a drill.",
    });
    expect(leadOf({ rows: [row(UNPROVEN), row(UNPROVEN)] })).toEqual({
      proven: "None of the 2 copies at recovery sites",
      missing: "was ever proven by a drill.",
    });
  });
});

describe("what is said of the newest drill", () => {
  it("is nothing where that is the proof", () => {
    expect(newestWords(row(PROVEN))).toBeNull();
    expect(newestWords(row(UNPROVEN))).toBeNull();
  });
  it("is what it is doing, why it ended, or what it did not keep", () => {
    const base = { startedAtMs: 2_000, startedBy: "Ada", pointAtMs: 1_500 };
    expect(newestWords(row(PROVEN, { ...base, state: "running", step: "boot the clone", etaAtMs: 3 }))).toBe(
      "A drill by Ada is under way: boot the clone.",
    );
    expect(newestWords(row(PROVEN, { ...base, state: "broken-off", endedAtMs: 3_000, reason: "Ended by Ada." }))).toBe(
      "The newest drill was broken off. Ended by Ada.",
    );
    expect(newestWords(row(UNPROVEN, { ...MEASURED, ...base, measuredRtoMs: 1_200_000 }))).toBe(
      "The newest drill did not keep what is promised. It answered after 20 min, promised within 15 min. 4 s of writes were missing, promised at most 15 s.",
    );
  });
});

it("sets what was measured beside what is promised", () => {
  expect(measuredWords(45_000, 900_000)).toBe("45 s of 15 min");
  expect(measuredWords(45_000, null)).toBe("45 s");
});
