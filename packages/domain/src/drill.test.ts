import { describe, expect, it } from "vitest";
import { drillDueAtMs, drillVerdict } from "./drill";
import { LEVEL_TARGETS, POLICY_PRESETS } from "./policy";

describe("a drill", () => {
  const target = LEVEL_TARGETS["disaster-recovery"];
  it("passes where both measures are within what is promised, and says both", () => {
    expect(drillVerdict({ measuredRtoMs: 480_000, measuredRpoMs: 12_000 }, target)).toEqual({
      passed: true,
      sentence: "It answered after 8 min, promised within 15 min. 12 s of writes were missing, promised at most 15 s.",
    });
    expect(drillVerdict({ measuredRtoMs: 900_000, measuredRpoMs: 15_000 }, target).passed).toBe(true);
    expect(drillVerdict({ measuredRtoMs: 900_001, measuredRpoMs: 0 }, target).passed).toBe(false);
    expect(drillVerdict({ measuredRtoMs: 1_000, measuredRpoMs: 15_001 }, target).passed).toBe(false);
  });

  it("misses nothing where nothing is promised", () => {
    const verdict = drillVerdict({ measuredRtoMs: 9e9, measuredRpoMs: 9e9 }, LEVEL_TARGETS.unprotected);
    expect(verdict.passed).toBe(true);
    expect(verdict.sentence).toContain("nothing is promised");
  });

  it("is due at once before the first proof, then every so many days", () => {
    const policy = POLICY_PRESETS["disaster-recovery"];
    expect(drillDueAtMs(policy, 1_000, null)).toBe(1_000);
    expect(drillDueAtMs(policy, 1_000, 2_000)).toBe(2_000 + 90 * 86_400_000);
    expect(drillDueAtMs(POLICY_PRESETS.unprotected, 1_000, null)).toBeNull();
  });
});
