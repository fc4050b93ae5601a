import { describe, expect, it } from "vitest";
import { PLAN_DEFAULTS, type ReplicationPlan, recoveryPointOf, rpoStanding } from "./replication-plan";

describe("a replication plan", () => {
  const plan = { id: "1", vmId: "vm", recoverySiteId: "s", ...PLAN_DEFAULTS };
  it("has no point to start from before the first consistent checkpoint", () => {
    const phases: readonly ReplicationPlan[] = [
      { ...plan, phase: "seeding", copiedBytes: 10, totalBytes: 10 },
      { ...plan, phase: "journaling", sinceMs: 5 },
      { ...plan, phase: "checkpointed", lastPointAtMs: 7 },
      { ...plan, phase: "drilled", lastPointAtMs: 9, lastDrillId: "d" },
    ];
    expect(phases.map(recoveryPointOf)).toEqual([null, null, 7, 9]);
  });

  it("meets its target of 15 s, and raises an alarm over 60 s", () => {
    expect([15_000, 15_001, 60_000, 60_001].map((lagMs) => rpoStanding(lagMs, plan.targetRpoMs))).toEqual([
      ...["met", "missed", "missed", "alarm"],
    ]);
  });
});
