import type { Command } from "@v-available/domain/command";
import type { ObservedVm } from "@v-available/domain/observed";
import { pairStateOf } from "@v-available/domain/pair-state";
import { protectionOf } from "@v-available/domain/protection";
import { Refusal } from "@v-available/domain/refusal";
import { RULES, type Rules } from "@v-available/pair-protocol/rules";
import { beforeEach, describe, expect, it } from "vitest";
import { factsOf } from "../src/facts";
import { SafetyWatch } from "../src/invariant";
import { hostAt } from "../src/sim";
import type { Simulator } from "../src/simulator";
import { observeVm } from "../src/view";
import { newWorld } from "./schedule";

let simulator: Simulator;
let safety: SafetyWatch;
const watch = (rules: Partial<Rules> = {}) => {
  safety = new SafetyWatch();
  simulator = newWorld("two histories", { afterEvent: safety.after });
  simulator.sim.rules = { ...RULES, ...rules };
  simulator.sim.beforeEffect = safety.before;
  simulator.advanceTo(3_000);
};
beforeEach(() => watch());

const simVm = (name: string) => {
  const found = Object.values(simulator.sim.world.vms).find((one) => one.name === name);
  if (!found) throw new Error(`no machine ${name}`);
  return found;
};
const vm = (name: string): ObservedVm => observeVm(simulator.sim, simVm(name));
const facts = () => factsOf(simulator.sim, "pair-one");
const headline = (name: string) => protectionOf(vm(name), facts());
const pass = (ms: number) => simulator.advanceTo(simulator.nowMs() + ms);
const until = (what: () => boolean, atMostMs: number) => {
  for (let passed = 0; !what(); passed += 100) {
    if (passed > atMostMs) throw new Error(`not within ${atMostMs} ms`);
    pass(100);
  }
};
let key = 0;
const ask = (command: Command) =>
  simulator.execute(command, `00000000-0000-7000-8000-${String(++key).padStart(12, "0")}`);
const refusalOf = async (command: Command) => {
  try {
    await ask(command);
  } catch (error) {
    if (error instanceof Refusal) return error.detail;
    throw error;
  }
  throw new Error("it was not refused");
};
const runsOn = (name: string) => (["a", "b"] as const).filter((side) => vm(name).instances[side] === "Running");

function apart(name: string) {
  const fault = simulator.lab.inject({ kind: "split-brain", subjectRef: vm(name).ref });
  until(() => runsOn(name).length === 2, 120_000);
  pass(20_000);
  return () => {
    simulator.lab.clear(fault?.id ?? "");
    pass(10_000);
  };
}

describe.each(["ha-app", "ft-app"])("two histories of %s", (name) => {
  it("are seen while both write, and never as two good copies", () => {
    apart(name);
    const { histories, mirror } = vm(name);
    expect(histories?.a.writes).toBeGreaterThan(0);
    expect(histories?.b.writes).toBeGreaterThan(0);
    expect(histories?.commonAtMs).toBeLessThan(histories?.b.lastWriteAtMs ?? 0);
    expect(mirror.legs).toEqual({ a: "Consistent", b: "Consistent" });
    expect(headline(name)).toMatchObject({ state: "AwaitingQuorum", effective: "unprotected", twoHistories: true });
    expect(pairStateOf({ ...facts(), machines: [vm(name)] })).toMatchObject({ state: "SplitBrain", next: null });
    expect(safety.breaches, "a person has signed for it").toEqual([]);
  });

  it("stop on both hosts once these hear each other, and stay as they are", () => {
    apart(name)();
    expect(runsOn(name)).toEqual([]);
    const { histories } = vm(name);
    pass(300_000);
    expect(vm(name).histories).toEqual(histories);
    expect(vm(name).mirror.replication).toBe("Off");
    expect(headline(name).reason).toContain("before a person has chosen");
    expect(safety.breaches).toEqual([]);
  });

  it.each(["a", "b"] as const)(
    "end with the copy that a person keeps, %s, and what it lacks is counted",
    async (keep) => {
      const other = keep === "a" ? "b" : "a";
      apart(name)();
      const before = vm(name).histories;
      const task = await ask({
        kind: "vm.choose-copy",
        vmRef: vm(name).ref,
        keep,
        signedBy: "Ada",
        loss: "what it wrote",
      });
      expect(task.state).toBe("running");
      until(() => vm(name).instances[keep] === "Running", 120_000);
      until(() => headline(name).state === "Protected", 300_000);
      expect(vm(name)).toMatchObject({
        activeSide: keep,
        histories: null,
        mirror: { legs: { a: "UpToDate", b: "UpToDate" } },
      });
      expect(simulator.sim.world.tasks[task.key]?.observed.state).toBe("succeeded");
      expect(simVm(name).client.lost).toBe(before?.[other].writes);
      expect(safety.breaches).toEqual([]);
    },
  );
});

it("lets nobody choose while both run, while there is one history, or without a host", async () => {
  const choose = (): Command => ({
    kind: "vm.choose-copy",
    vmRef: vm("ha-app").ref,
    keep: "a",
    signedBy: "Ada",
    loss: "some",
  });
  expect(await refusalOf(choose())).toMatchObject({
    code: "illegal-transition",
    message: expect.stringContaining("one history"),
  });
  const join = apart("ha-app");
  expect((await refusalOf(choose())).message).toContain("still runs on");
  join();
  expect((await refusalOf({ kind: "vm.start", vmRef: vm("ha-app").ref })).message).toContain("choose first");
  simulator.lab.inject({ kind: "host-power-loss", subjectRef: "host-one-b" });
  pass(30_000);
  expect((await refusalOf(choose())).message).toContain("both hosts answer");
});

describe("is found where a person has not signed for it", () => {
  it("two writers of a machine that nobody had started past the token", () => {
    const one = simVm("ha-app");
    one.instances.b = { run: -1, state: "Running", role: "active", epoch: 1, sinceMs: 0, held: false };
    pass(2_000);
    expect(safety.breaches).toMatchObject([{ invariant: "S1" }]);
  });

  it("one of two histories that goes on though its host hears of the other", () => {
    watch({ haveTwoHistories: () => false });
    apart("ha-app")();
    expect(safety.breaches).toMatchObject([{ invariant: "S1" }]);
  });

  it("a copy that is overwritten before anybody has chosen", () => {
    apart("ha-app")();
    const one = simVm("ha-app");
    const host = hostAt(simulator.sim, one.pairRef, "a");
    safety.before(simulator.sim, host, { kind: "begin-resync", vmRef: one.ref, copy: "x", full: true, to: "b" });
    expect(safety.breaches.map(({ invariant }) => invariant)).toContain("S7");
  });

  it("a write that is on neither copy", () => {
    apart("ha-app");
    simVm("ha-app").client.acknowledged += 1_000;
    pass(1_000);
    expect(safety.breaches).toMatchObject([{ invariant: "S2" }]);
  });

  it("another machine of the same pair", () => {
    apart("ha-app");
    const other = simVm("ft-app");
    other.instances.b = { run: -1, state: "Running", role: "active", epoch: 1, sinceMs: 0, held: false };
    pass(2_000);
    expect(safety.breaches).toMatchObject([{ invariant: "S1", sentence: expect.stringContaining("ft-app") }]);
  });
});
