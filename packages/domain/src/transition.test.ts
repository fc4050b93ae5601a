import { describe, expect, it } from "vitest";
import { ALARM_ACTION_LEADS_TO, ALARM_ACTIONS, ALARM_TRANSITIONS, allowedAlarm } from "./alarm-transition";
import { FAULT_TOLERANCE, HIGH_AVAILABILITY, UNPROTECTED, withRecovery } from "./level";
import { allowedHostMaintenance, allowedMaintenance, MAINTENANCE_NEXT } from "./maintenance";
import { alone, available, facts, resyncing, tolerant } from "./pair.fixture";
import { protectionOf } from "./protection";
import { HOST_STATES, MAINTENANCE_STATES, OPERATOR_STATES } from "./state";
import {
  allowed,
  allowedProtect,
  allowedSwitch,
  directionOf,
  standingOf,
  VM_ACTIONS,
  VM_STANDINGS,
  VM_TRANSITIONS,
} from "./transition";

const now = (vm: ReturnType<typeof available>) => protectionOf(vm, facts());

describe("what may be done with a machine", () => {
  it("answers every action in every state with yes or a sentence", () => {
    for (const action of VM_ACTIONS)
      for (const standing of VM_STANDINGS) {
        const answer: true | string = VM_TRANSITIONS[action][standing];
        if (answer !== true) expect(answer, `${action} in ${standing}`).toMatch(/^[A-Z].*\.$/);
      }
  });

  it("does nothing while the state is unknown", () => {
    for (const action of VM_ACTIONS) expect(VM_TRANSITIONS[action].Unknown).not.toBe(true);
    const unknown = { state: "Unknown", power: "off", declared: "high-availability", etaAtMs: null } as const;
    expect(allowed("vm.start", { ...unknown, reason: "Never heard from its pair." })).toMatchObject({
      allowed: false,
      reason: "Not while its state is unknown. Never heard from its pair.",
    });
  });

  it("leaves some way to every standing but the unknown and the one that waits for the token", () => {
    for (const standing of VM_STANDINGS) {
      const some = VM_ACTIONS.some((action) => VM_TRANSITIONS[action][standing] === true);
      expect(some, standing).toBe(!["Unknown", "AwaitingQuorum", "Stopping"].includes(standing));
    }
  });

  it("tells a declared single copy from one that is an exposure", () => {
    expect(standingOf(now(alone()))).toBe("AsDeclaredUnprotected");
    expect(allowed("vm.protect-up", now(alone()))).toEqual({ allowed: true });
    const lone = available({ mirror: { ...available().mirror, replication: "Off" } });
    expect(allowed("vm.protect-up", now(lone))).toMatchObject({ allowed: false, reason: "Not while on one copy." });
  });

  it("says when the reason ends", () => {
    const vm = resyncing(available());
    const found = allowed("vm.switch-active", now(vm));
    expect(found).toMatchObject({ allowed: false, reason: "Not while on one copy: the other is not complete." });
    expect(found).toMatchObject({ untilMs: now(vm).etaAtMs });
    expect(allowed("vm.delete", now(vm)), "a resync that ends stops no machine").toMatchObject({ untilMs: null });
  });

  it("puts the change under way before every other reason", () => {
    expect(allowed("vm.stop", now(available()), { step: "copy the disk", etaAtMs: 5 })).toEqual({
      allowed: false,
      reason: "Not before the change under way is done: copy the disk.",
      untilMs: 5,
    });
  });

  it("lets a machine that is down be started and stopped, whatever change waits for it", () => {
    const down = now(alone({ instances: { a: "CrashedMtbfExceeded", b: null } }));
    expect(down.state).toBe("Down");
    const change = { step: "copy the disk", etaAtMs: null };
    expect([allowed("vm.start", down, change).allowed, allowed("vm.stop", down, change).allowed]).toEqual([true, true]);
    expect(allowed("vm.switch-active", down, change).allowed).toBe(false);
    expect(allowed("vm.recover", down, change).allowed, "what dead hosts were still to do").toBe(true);
    expect(allowed("vm.recover", down, { ...change, kind: "vm.recover" }).allowed, "asked for twice").toBe(false);
  });

  it("starts only what is off, deletes only what is off", () => {
    const off = alone({ desiredPower: "off", instances: { a: "Stopped", b: null } });
    expect([allowed("vm.start", now(off)).allowed, allowed("vm.delete", now(off)).allowed]).toEqual([true, true]);
    expect(allowed("vm.delete", now(available()))).toMatchObject({ reason: "Stop it first." });
    expect(allowed("vm.start", now(available()))).toMatchObject({ reason: "It runs already." });
  });

  it("knows the direction of a change, and refuses one that changes nothing", () => {
    expect(directionOf(UNPROTECTED, FAULT_TOLERANCE)).toBe("vm.protect-up");
    expect(directionOf(FAULT_TOLERANCE, HIGH_AVAILABILITY)).toBe("vm.protect-down");
    expect(allowedProtect(tolerant(), FAULT_TOLERANCE, now(tolerant()))).toMatchObject({
      reason: "It is declared at this level already.",
    });
    expect(allowedProtect(available(), withRecovery(HIGH_AVAILABILITY), now(available()))).toEqual({ allowed: true });
    expect(allowedSwitch(available(), "a", now(available()))).toMatchObject({ reason: "It is active there already." });
    expect(allowedSwitch(available(), "b", now(available()))).toEqual({ allowed: true });
  });
});

describe("what an operator may do with an alarm", () => {
  it("leads somewhere else whenever it is allowed", () => {
    for (const action of ALARM_ACTIONS)
      for (const cleared of [true, false])
        for (const operatorState of OPERATOR_STATES)
          if (allowedAlarm(action, { cleared, operatorState }).allowed)
            expect(ALARM_ACTION_LEADS_TO[action]).not.toBe(operatorState);
  });

  it("closes only what has cleared, and nothing that is closed can change", () => {
    for (const operatorState of OPERATOR_STATES)
      expect(allowedAlarm("alarm.close", { cleared: false, operatorState }).allowed).toBe(false);
    for (const action of ALARM_ACTIONS) expect(ALARM_TRANSITIONS[action]["cleared-closed"]).toBe("It is closed.");
  });
});

describe("maintenance", () => {
  it("goes one step at a time, ends once, and can be aborted from any state that is not over", () => {
    for (const from of MAINTENANCE_STATES) {
      const over = from === "Verified" || from === "Aborted";
      expect(allowedMaintenance(from, "Aborted").allowed, from).toBe(!over);
      expect(MAINTENANCE_NEXT[from].length).toBe(over ? 0 : 2);
    }
    expect(allowedMaintenance("Requested", "Evacuating")).toMatchObject({
      reason: "After Requested comes Prechecked, not Evacuating.",
    });
  });

  it("never takes both hosts", () => {
    for (const partner of HOST_STATES) {
      const found = allowedHostMaintenance("Running", partner).allowed;
      expect(found, partner).toBe(["Running", "Degraded", "PredictedToFail"].includes(partner));
    }
  });
});
