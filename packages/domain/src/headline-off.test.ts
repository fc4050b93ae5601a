import { describe, expect, it } from "vitest";
import { alone, available, facts, host, off, solo, tolerant, witness } from "./pair.fixture";
import { protectionOf } from "./protection";
import { isExposed } from "./protection-rank";
import { SIDES } from "./state";

describe("the headline of a machine that is off", () => {
  it("is Protected, where both copies are in step: nothing replicates then", () => {
    for (const replication of ["Off", "Paused", "Established"] as const) {
      const found = protectionOf(off(tolerant(), replication), facts());
      expect(found).toMatchObject({
        state: "Protected",
        power: "off",
        effective: "fault-tolerance",
        reason: "Off, as asked. Both copies are in step, and it can start from either.",
        next: null,
      });
      expect(isExposed(found)).toBe(false);
    }
    expect(protectionOf(available({ desiredPower: "off" }), facts()).power).toBe("stopping");
    const running = available();
    const stands = { ...running, mirror: { ...running.mirror, replication: "Off" as const } };
    expect(protectionOf(stands, facts()).state).toBe("Unprotected");
  });

  it("is Unprotected with one copy, as declared or not", () => {
    expect(protectionOf(off(alone()), facts())).toMatchObject({
      state: "Unprotected",
      power: "off",
      reason: "Off, as asked. Its one copy is on lit-a, as declared.",
    });
    expect(protectionOf(off(solo(available())), facts())).toMatchObject({
      state: "Unprotected",
      effective: "unprotected",
      reason: "Off, as asked. Has one complete copy, on lit-a; the copy on lit-b is Outdated.",
      next: "The copy is filled when the machine runs.",
    });
  });

  it("does not call the copies of a machine that is off equal before it is known", () => {
    const apart = off(available());
    for (const vm of [
      { ...apart, mirror: { ...apart.mirror, outOfSyncBytes: 1 } },
      { ...apart, register: { epoch: 4, owner: "a" as const, inSync: ["a" as const] } },
      { ...apart, register: null },
      { ...apart, instances: { a: "Stopped" as const, b: "Unknown" as const } },
    ])
      expect(protectionOf(vm, facts())).toMatchObject({ state: "Unprotected", effective: "unprotected" });
  });

  it.each([
    ["a", "Has one copy within reach, on lit-b: lit-a is offline."],
    ["b", "Has one copy within reach, on lit-a: lit-b is offline."],
  ] as const)("counts the copies within reach of a machine that is off when host %s is away", (side, reason) => {
    const world = facts({ hosts: { ...facts().hosts, [side]: host(side, { state: "Offline" }) } });
    expect(protectionOf(off(available()), world)).toMatchObject({
      state: "Unprotected",
      effective: "unprotected",
      reason: `Off, as asked. ${reason}`,
      next: `Two copies again when lit-${side} is back.`,
    });
  });

  it("says whose return a machine that is off waits for, where its only copy is out of reach", () => {
    const world = facts({ hosts: { a: host("a", { state: "Failed" }), b: host("b") } });
    expect(protectionOf(off(solo(available())), world)).toMatchObject({
      state: "Unprotected",
      reason: "Off, as asked. Its copy on lit-a is out of reach: lit-a is failed.",
      next: "It can start when lit-a is back.",
    });
  });

  it("does not count on a host that does not answer to start a machine that is off", () => {
    for (const side of SIDES) {
      const world = facts({ hosts: { ...facts().hosts, [side]: host(side, { state: "Suspect" }) } });
      expect(protectionOf(off(available()), world)).toMatchObject({ state: "Degraded", effective: "unprotected" });
    }
    const blind = facts({ witnesses: [witness({ a: true, b: false })] });
    expect(protectionOf(off(available()), blind)).toMatchObject({
      state: "AtRisk",
      reason: "lit-b does not see wit-bos, so losing a host may keep it from starting.",
    });
  });
});
