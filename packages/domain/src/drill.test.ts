import { describe, expect, it } from "vitest";
import {
  againstDrill,
  againstEndingDrill,
  type Drill,
  drillDueAtMs,
  drillSentence,
  drillStandingOf,
  drillTarget,
  drillVerdict,
  isDrillDue,
  keptDrills,
  lastProof,
} from "./drill";
import { HIGH_AVAILABILITY, withRecovery } from "./level";
import { available, facts, NOW_MS } from "./pair.fixture";
import { LEVEL_TARGETS, POLICY_PRESETS } from "./policy";
import { protectionOf } from "./protection";

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
    const endedAtMs = 5_000;
    expect([-1, 0].map((ms) => isDrillDue({ endedAtMs }, policy, endedAtMs + 90 * 86_400_000 + ms))).toEqual([
      false,
      true,
    ]);
    expect(isDrillDue({ endedAtMs }, { drillEveryDays: null }, 9e15)).toBe(false);
  });

  const base = { startedBy: "Ada", startedAtMs: NOW_MS - 60_000, pointAtMs: NOW_MS - 65_000 };
  const measured = (measuredRpoMs: number): Extract<Drill, { state: "measured" }> => ({
    ...base,
    state: "measured",
    endedAtMs: NOW_MS,
    measuredRtoMs: 41_000,
    measuredRpoMs,
  });
  const brokenOff: Drill = { ...base, state: "broken-off", endedAtMs: NOW_MS, reason: "Portland has lost its power." };
  const running: Drill = { ...base, state: "running", step: "boot", etaAtMs: NOW_MS };
  const copied = (drills: Drill[]) =>
    available({
      declared: withRecovery(HIGH_AVAILABILITY),
      recoveryCopy: {
        siteName: "Portland",
        lagMs: 500,
        lastPointAtMs: NOW_MS - 500,
        earlierPointsAtMs: [],
        drills,
        journal: null,
        live: null,
      },
    });

  it("is due when the machine's own policy says so, and never where that asks for none", () => {
    const vm = copied([measured(5_000)]);
    const after = (days: number, drillEveryDays: number | null) =>
      drillStandingOf(vm, { drillEveryDays }, NOW_MS + days * 86_400_000);
    expect(after(29, 30).is).toBe("proven");
    expect(after(30, 30)).toMatchObject({ is: "due", dueAtMs: NOW_MS + 30 * 86_400_000 });
    expect(after(89, 365).is).toBe("proven");
    expect(after(364, 365).dueAtMs).toBe(NOW_MS + 365 * 86_400_000);
    expect(after(5_000, null)).toMatchObject({ is: "proven", dueAtMs: null });
    expect(drillStandingOf(copied([]), { drillEveryDays: null }, NOW_MS).is).toBe("unproven");
  });

  it("is a proof only where it kept what is promised, and the last one is never forgotten", () => {
    const proof = measured(5_000);
    const late = Array.from({ length: 12 }, () => measured(40_000));
    expect(lastProof([running, brokenOff, ...late, proof, measured(1)], target)).toBe(proof);
    expect(lastProof(late, target)).toBeNull();
    const kept = keptDrills([...late, proof, measured(1)], target);
    expect(kept).toEqual([...late.slice(0, 8), proof]);
    expect(keptDrills([proof, ...late], target)).toHaveLength(8);
    expect(drillTarget(UNCOPIED.declared).targetRpoMs, "nothing is promised").toBeNull();
  });

  const UNCOPIED = available();
  const obstacle = (vm: ReturnType<typeof available>) => againstDrill(vm, protectionOf(vm, facts()));
  it("needs a complete copy and no other drill, whatever becomes of the machine", () => {
    expect(obstacle(copied([measured(1)]))).toBeNull();
    expect(obstacle({ ...copied([]), desiredPower: "off", instances: { a: "Stopped", b: null } })).toBeNull();
    expect(obstacle(UNCOPIED)?.reason).toBe("It has no Disaster Recovery: there is no copy to start.");
    expect(obstacle({ ...copied([]), recoveryCopy: null })?.limit).toBe("a complete point");
    expect(obstacle(copied([running]))?.remedy).toBe("Wait for its end, or end it.");
    expect(obstacle({ ...copied([]), instances: { a: "Unknown", b: null } })?.value).toBe("Unknown");
    expect(againstEndingDrill(copied([running]))).toBeNull();
    expect(againstEndingDrill(copied([brokenOff]))?.reason).toBe("No drill of it runs.");
  });

  it("is told in one line, whether it proved anything or not", () => {
    const vm = copied([]);
    expect(drillSentence(vm, measured(40_000))).toBe(
      `${vm.name} started at Portland in a drill, and not as promised. It answered after 41 s, promised within 15 min. 40 s of writes were missing, promised at most 15 s.`,
    );
    expect(drillSentence(vm, brokenOff)).toBe(
      `The drill of ${vm.name} at Portland was broken off and has proven nothing. Portland has lost its power.`,
    );
  });
});
