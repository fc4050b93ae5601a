import { describe, expect, it } from "vitest";
import { type Alarm, bySeverity, mayClear, needsPerson, worstSeverity } from "./alarm";
import { FAULTS, personTitle } from "./fault";
import { FAULT_KINDS } from "./fault-kind";
import { furthestPhase, incidentName } from "./incident";
import * as label from "./label";
import { FAULT_TOLERANCE, HIGH_AVAILABILITY, REMOTE_AVAILABILITY, UNPROTECTED, withRecovery } from "./level";
import { componentAnswer, meanGapMs, mtbfAnswer } from "./mtbf";
import type { Component } from "./observed";
import * as parts from "./part-label";
import { POLICY_PRESETS, protectionWords } from "./policy";
import * as state from "./state";
import { SAFETY, SURVIVAL } from "./survival";
import * as work from "./work-label";

describe("labels", () => {
  it("are whole: a word, a shape and a tone for each state, told apart without colour", () => {
    const tables: readonly (readonly [readonly string[], Readonly<Record<string, label.Label<string>>>])[] = [
      [state.PROTECTION_STATES, label.PROTECTION_LABEL],
      [state.PAIR_STATES, label.PAIR_LABEL],
      [state.HOST_STATES, parts.HOST_LABEL],
      [state.LINK_STATES, parts.LINK_LABEL],
      [state.INSTANCE_STATES, parts.INSTANCE_LABEL],
      [state.MIRROR_LEG_STATES, parts.MIRROR_LEG_LABEL],
      [state.REPLICATION_STATES, parts.REPLICATION_LABEL],
      [state.LEASE_STATES, parts.LEASE_LABEL],
      [state.SEVERITIES, label.SEVERITY_LABEL],
      [state.OPERATOR_STATES, label.OPERATOR_LABEL],
      [state.TASK_STATES, work.TASK_LABEL],
      [state.MAINTENANCE_STATES, work.MAINTENANCE_LABEL],
    ];
    for (const [states, table] of tables) {
      expect(Object.keys(table)).toEqual([...states]);
      const words = states.map((one) => table[one]?.word);
      expect(new Set(words).size, words.join()).toBe(states.length);
      for (const one of states) expect(label.SHAPES).toContain(table[one]?.shape);
    }
  });

  it("gives each headline of a machine a shape of its own", () => {
    const shapes = state.PROTECTION_STATES.map((one) => label.PROTECTION_LABEL[one].shape);
    expect([...shapes].sort()).toEqual([...label.SHAPES].sort());
  });

  it("shows health only where the thing serves", () => {
    const healthy = Object.entries(label.PROTECTION_LABEL).filter(([, one]) => one.tone === "protected");
    expect(healthy.map(([name]) => name)).toEqual(["Protected"]);
  });
});

describe("the fault catalogue", () => {
  it("has a row, a word and a whole response for each kind", () => {
    expect(Object.keys(FAULTS)).toEqual([...FAULT_KINDS]);
    expect(Object.keys(label.FAULT_WORD)).toEqual([...FAULT_KINDS]);
    for (const kind of FAULT_KINDS) {
      const row = FAULTS[kind];
      expect(row.response, kind).toMatch(/^[A-Z].*\.$/);
      if (row.person !== null) expect(personTitle(kind, "lit-b bay 3")).toContain("lit-b bay 3");
      if (row.worst !== undefined) expect(bySeverity(row.worst, row.severity), kind).toBeLessThan(0);
    }
  });

  it("takes the effects from the contract where a host or a copy is lost", () => {
    expect(FAULTS["host-power-loss"].effect).toEqual({
      "fault-tolerance": "compute-through",
      "high-availability": "restart",
      "remote-availability": "restart",
      "disaster-recovery": "none",
    });
    expect(FAULTS["disk-failed"].effect["fault-tolerance"]).toBe("simplex");
    expect(FAULTS["split-brain"]).toMatchObject({
      severity: "critical",
      person: "Choose which copy of {subject} is kept",
    });
    expect(personTitle("disk-failed", "lit-b bay 3")).toBe("Replace the disk in lit-b bay 3");
    expect(personTitle("guest-crash", "web-01")).toBeNull();
  });
});

describe("alarms", () => {
  const alarm = (change: object): Alarm =>
    ({
      id: "1",
      kind: "disk-failed",
      subject: { kind: "component", ref: "bay 3" },
      severity: "major",
      openedAtMs: 0,
      incidentId: null,
      cleared: false,
      operatorState: "none",
      ...change,
    }) as Alarm;

  it("ask for a person until they are cleared or closed; a shelf always expires", () => {
    expect(needsPerson(alarm({}), 0)).toBe(true);
    expect(needsPerson(alarm({ kind: "guest-crash" }), 0)).toBe(false);
    expect(needsPerson(alarm({ cleared: true, clearedAtMs: 1 }), 2)).toBe(false);
    const shelved = alarm({ operatorState: "shelved", by: "m", atMs: 0, untilMs: 100 });
    expect([needsPerson(shelved, 99), needsPerson(shelved, 100)]).toEqual([false, true]);
  });

  it("clear only after the hold-off, and only with redundancy verified", () => {
    const gone = (sinceMs: number | null, redundancyVerified = true) => ({
      conditionGoneSinceMs: sinceMs,
      redundancyVerified,
      nowMs: 1_000_000,
    });
    expect(mayClear("availability-link", gone(940_001))).toBe(false);
    expect(mayClear("availability-link", gone(940_000))).toBe(true);
    expect(mayClear("availability-link", gone(0, false))).toBe(false);
    expect(mayClear("disk-failed", gone(940_000))).toBe(false);
    expect(mayClear("disk-failed", gone(null))).toBe(false);
  });

  it("sort by severity", () => {
    expect(worstSeverity(["warning", "critical", "minor"])).toBe("critical");
    expect(worstSeverity([])).toBeNull();
  });
});

describe("the MTBF guard", () => {
  const often = [0, 60_000, 120_000];
  it("latches at three faults that are close, and never takes out the last that works", () => {
    expect(mtbfAnswer("link", often, { policy: "use-threshold", lastWorking: false })).toBe("latch");
    expect(mtbfAnswer("link", often, { policy: "use-threshold", lastWorking: true })).toBe("mark-at-risk");
    expect(mtbfAnswer("link", often, { policy: "always-restart", lastWorking: false })).toBe("restart");
    expect(mtbfAnswer("link", [], { policy: "never-restart", lastWorking: false })).toBe("latch");
    expect(mtbfAnswer("link", [0, 60_000], { policy: "use-threshold", lastWorking: false })).toBe("restart");
    expect(meanGapMs([0, 600_000, 1_800_000])).toBe(900_000);
  });

  it("judges each part by the threshold of its kind, or by that of its policy", () => {
    const policy = POLICY_PRESETS["high-availability"];
    const failing = (kind: Component["kind"], gapMs: number, service: Component["service"] = "in"): Component => ({
      ...{ kind, name: kind, service },
      faultTimesMs: [0, gapMs, 2 * gapMs],
      latencyP99Ms: null,
      usedRatio: null,
      clockRatio: null,
    });
    const [spare, broken] = [failing("disk", 0), failing("disk", 0, "out")];
    const minutes = 60_000;
    expect(componentAnswer(failing("disk", 59 * minutes), [spare], policy)).toBe("latch");
    expect(componentAnswer(failing("disk", 60 * minutes), [spare], policy)).toBe("restart");
    expect(componentAnswer(failing("nic", 59 * minutes), [spare], policy)).toBe("restart");
    expect(componentAnswer(failing("fan", 1_439 * minutes), [spare], policy)).toBe("latch");
    expect(componentAnswer(failing("disk", 59 * minutes), [broken], policy)).toBe("mark-at-risk");
    const patient = { ...policy, mtbfThresholdMs: { ...policy.mtbfThresholdMs, disk: minutes } };
    expect(componentAnswer(failing("disk", 59 * minutes), [spare], patient)).toBe("restart");
  });
});

describe("names for people", () => {
  it("words every composition", () => {
    expect(
      [UNPROTECTED, HIGH_AVAILABILITY, FAULT_TOLERANCE, REMOTE_AVAILABILITY, withRecovery(FAULT_TOLERANCE)].map(
        protectionWords,
      ),
    ).toEqual([
      "Unprotected",
      "High Availability",
      "Fault Tolerance",
      "Remote Availability",
      "Fault Tolerance with Disaster Recovery",
    ]);
    expect(protectionWords({ ...FAULT_TOLERANCE, separation: "site" })).toBe("Fault Tolerance across two sites");
    expect(POLICY_PRESETS["fault-tolerance"]).toMatchObject({
      targetRtoMs: 1_500,
      targetRpoMs: 0,
      protection: FAULT_TOLERANCE,
    });
  });

  it("knows how far an incident is", () => {
    expect(furthestPhase(["detected", null, "acted", "decided"])).toBe("acted");
    expect(furthestPhase([null])).toBeNull();
    expect(incidentName(2291)).toBe("INC-2291");
  });
});

describe("who survives", () => {
  it("has sixteen cases with names of their own, and the thirteen safety rules", () => {
    expect(new Set(SURVIVAL.map((row) => row.name)).size).toBe(16);
    expect(Object.keys(SAFETY)).toHaveLength(13);
    // Nothing automatic happens where nobody can be sure.
    for (const row of SURVIVAL)
      if (row.person === "decides") expect([row.active, row.standby], row.name).not.toContain("takes-over");
  });

  it("lets at most one side act in every case", () => {
    const acts = (role: string) => role === "runs" || role === "runs-alone" || role === "takes-over";
    for (const row of SURVIVAL) expect(Number(acts(row.active)) + Number(acts(row.standby)), row.name).toBeLessThan(2);
  });
});
