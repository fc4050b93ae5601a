import { expect, it } from "vitest";
import { step } from "../src/step";
import { DEFAULT_PROTOCOL_TIMING } from "../src/timing";
import { cutLinks, LEVELS, powerOff, Story, witnessOff } from "./story";

const VM = "vm-0";

const switchedOff = (level: (typeof LEVELS)[number]): Story => {
  const pair = new Story(level);
  pair.order("a", { kind: "stop", vmRef: VM });
  expect(pair.until(() => pair.runsOn.length === 0, 1_000)).toBeDefined();
  return pair;
};

it.each(LEVELS)("keeps no memory of a machine at %s that was switched off", (level) => {
  const pair = switchedOff(level);
  pair.pass(2_000);
  expect([pair.hasProcess("a"), pair.hasProcess("b")]).toEqual([false, false]);
  expect(pair.world.hosts.a.state?.vms[VM]?.lockstep).toBe("off");
  expect(pair.register.inSync, "both copies still count").toEqual(["a", "b"]);
});

it.each(LEVELS)("does not bring a machine at %s up by itself when the host that stopped it is gone", (level) => {
  const pair = switchedOff(level).strike(powerOff("a")).pass(30_000);
  expect(pair.runsOn).toEqual([]);
});

it.each(LEVELS)("starts a machine at %s again under cover only: not while nobody can grant it", (level) => {
  const pair = switchedOff(level).strike(witnessOff, cutLinks).pass(10_000);
  pair.order("a", { kind: "start", vmRef: VM });
  pair.pass(10_000);
  expect(pair.runsOn).toEqual([]);
  pair.mend();
  expect(pair.until(() => pair.protected, 30_000)).toBeDefined();
});

it.each(LEVELS)("shuts a machine at %s down once, wherever its owner has heard that it is to be off", (level) => {
  const pair = new Story(level).pass(2_000);
  const { state } = pair.world.hosts.a;
  const running = state?.durable.vms[VM];
  if (!state || !running) throw new Error("host a does not run it");
  const intent = { ...running.intent, version: running.intent.version + 1, desiredPower: "off" } as const;
  const heard = {
    ...state,
    durable: { ...state.durable, vms: { ...state.durable.vms, [VM]: { ...running, intent } } },
  };
  const tick = (of: typeof state) => step(of, { kind: "tick", nowMs: pair.world.nowMs }, DEFAULT_PROTOCOL_TIMING);
  const first = tick(heard);
  expect(first.effects).toContainEqual({ kind: "shut-down-vm", vmRef: VM });
  expect(tick(first.state).effects.map(({ kind }) => kind)).not.toContain("shut-down-vm");
});
