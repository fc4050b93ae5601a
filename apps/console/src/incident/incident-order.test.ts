import { describe, expect, it } from "vitest";
import { byUrgency } from "./incident-order";

const machine = (oneCopySinceMs: number | null, restoredAtMs: number | null = null) => ({
  id: "m",
  name: "m",
  state: "Protected" as const,
  activeSide: "a" as const,
  legs: { a: "UpToDate", b: "UpToDate" } as const,
  oneCopySinceMs,
  resyncSinceMs: null,
  progressRatio: 1,
  etaAtMs: null,
  restoredAtMs,
});

describe("the order of incidents", () => {
  it("begins where most machines have one copy, however new another is", () => {
    const hostLost = { machines: [machine(1), machine(1)], severity: "critical", openedAtMs: 1 } as const;
    const witnessLost = { machines: [machine(null), machine(null)], severity: "major", openedAtMs: 9 } as const;
    expect([witnessLost, hostLost].sort(byUrgency)).toEqual([hostLost, witnessLost]);
  });

  it("does not count what is restored already", () => {
    const nearlyOver = { machines: [machine(1, 5), machine(1, 6)], severity: "major", openedAtMs: 1 } as const;
    const running = { machines: [machine(1)], severity: "major", openedAtMs: 0 } as const;
    expect([nearlyOver, running].sort(byUrgency)).toEqual([running, nearlyOver]);
  });

  it("then takes the gravest, then the newest", () => {
    const at = (severity: "critical" | "minor", openedAtMs: number) => ({ machines: [], severity, openedAtMs });
    const sorted = [at("minor", 9), at("critical", 1), at("critical", 2)].sort(byUrgency);
    expect(sorted).toEqual([at("critical", 2), at("critical", 1), at("minor", 9)]);
  });
});
