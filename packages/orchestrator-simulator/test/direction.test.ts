import type { Command } from "@v-available/domain/command";
import { copyChoices } from "@v-available/domain/copy-choice";
import type { ObservedVm } from "@v-available/domain/observed";
import { pairStateOf } from "@v-available/domain/pair-state";
import { protectionOf } from "@v-available/domain/protection";
import { Refusal } from "@v-available/domain/refusal";
import type { Side } from "@v-available/domain/state";
import { RULES, type Rules } from "@v-available/pair-protocol/rules";
import { beforeEach, describe, expect, it } from "vitest";
import { factsOf } from "../src/facts";
import { SafetyWatch } from "../src/invariant";
import { LivenessWatch } from "../src/liveness";
import { hostAt } from "../src/sim";
import type { Simulator } from "../src/simulator";
import { observeVm } from "../src/view";
import { newWorld } from "./schedule";

/** Copies that differ of a machine that has run on both hosts: a person says which of them is right. */

let simulator: Simulator;
let safety: SafetyWatch;
let liveness: LivenessWatch;
const watch = (rules: Partial<Rules> = {}) => {
  safety = new SafetyWatch();
  liveness = new LivenessWatch();
  simulator = newWorld("direction", {
    afterEvent: (sim, event) => {
      safety.after(sim, event);
      liveness.after(sim);
    },
  });
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
const isProtected = (name: string) => headline(name).state === "Protected";
const choose = (name: string, keep: Side): Command => ({
  kind: "vm.choose-copy",
  vmRef: vm(name).ref,
  keep,
  signedBy: "Ada",
  loss: "what only the other copy has",
});

/**
 * It runs on B by now, and only what it wrote since was copied from there: so it has been read on both. After a move from
 * memory all of it is copied, and nothing is in doubt; a machine that is in lockstep was moved before it was dialled up.
 */
async function move(name: string): Promise<void> {
  const { declared, ref } = vm(name);
  const dial = async (compute: "restart" | "lockstep") => {
    if (vm(name).declared.compute === compute) return;
    await ask({ kind: "vm.protect", vmRef: ref, protection: { ...declared, compute } });
    until(() => vm(name).declared.compute === compute && isProtected(name), 300_000);
    pass(5_000);
  };
  await dial("restart");
  await ask({ kind: "vm.switch-active", vmRef: ref, to: "b" });
  until(() => vm(name).activeSide === "b" && isProtected(name), 300_000);
  pass(5_000);
  await dial(declared.compute);
}
const find = (name: string) => simulator.lab.inject({ kind: "verify-mismatch", subjectRef: vm(name).ref });
async function open(name: string): Promise<void> {
  await move(name);
  find(name);
  until(() => vm(name).register?.inSync.length === 1, 5_000);
  pass(30_000);
}

describe.each(["ha-app", "ft-app"])("two copies of %s of which either may be right", (name) => {
  it("are seen at once, and leave it running on one", async () => {
    await move(name);
    find(name);
    expect(vm(name).undecided).toMatchObject({ waits: "a", differingBytes: 24 * 2 ** 20, givenUp: false });
    expect(headline(name)).toMatchObject({ effective: "unprotected", undecided: true });
    pass(60_000);
    expect(vm(name)).toMatchObject({ held: false, instances: { b: "Running" }, mirror: { replication: "Off" } });
    expect(vm(name).mirror.legs).toEqual({ a: "Consistent", b: "UpToDate" });
    expect(headline(name)).toMatchObject({ state: "Unprotected", next: null });
    expect(headline(name).reason).toContain("before a person has chosen");
    expect(pairStateOf({ ...facts(), machines: [vm(name)] }).exposed).toBe(1);
    expect(simVm(name).client.longestGapMs).toBeLessThan(3_000);
    expect([safety.breaches, liveness.misses]).toEqual([[], []]);
  });

  it.each(["a", "b"] as const)(
    "end with the copy that a person keeps, %s, and what it lacks is counted",
    async (keep) => {
      await open(name);
      const { undecided } = vm(name);
      expect(undecided?.since.writes).toBeGreaterThan(0);
      const lost = simVm(name).client.lost;
      const { acknowledged } = simVm(name).client;
      const onDisk = simVm(name).legs.a?.written ?? 0;
      const task = await ask(choose(name, keep));
      until(() => isProtected(name), 600_000);
      expect(vm(name)).toMatchObject({ activeSide: keep, undecided: null });
      pass(5_000);
      expect(simulator.sim.world.tasks[task.key]?.observed.state).toBe("succeeded");
      expect(simVm(name).client.lost - lost).toBe(keep === "a" ? acknowledged - onDisk : 0);
      expect([safety.breaches, liveness.misses]).toEqual([[], []]);
    },
  );

  it.each(["a", "b"] as const)("wait over the loss of %s, and its return", async (lost) => {
    await open(name);
    const fault = simulator.lab.inject({ kind: "host-power-loss", subjectRef: `host-one-${lost}` });
    pass(120_000);
    expect((await refusalOf(choose(name, "b"))).message).toContain("both hosts answer");
    expect(vm(name).instances.a).not.toBe("Running");
    simulator.lab.clear(fault?.id ?? "");
    until(() => vm(name).instances.b === "Running" && facts().hosts[lost]?.state === "Running", 600_000);
    pass(30_000);
    expect(vm(name)).toMatchObject({ undecided: { waits: "a" }, activeSide: "b" });
    await ask(choose(name, "a"));
    until(() => isProtected(name), 600_000);
    expect(safety.breaches).toEqual([]);
  });
});

it("is copied without asking where it ran on one side alone since both were alike", async () => {
  find("ha-app");
  expect(vm("ha-app").undecided).toBeNull();
  until(() => isProtected("ha-app"), 60_000);
  await move("ha-app");
  await ask({ kind: "vm.compare-copies", vmRef: vm("ha-app").ref });
  until(() => vm("ha-app").comparison?.last?.differingBytes === 0, 600_000);
  expect(simulator.lab.catalogue().find(({ kind }) => kind === "verify-mismatch")?.subjects[0]?.label).not.toContain(
    "a person is asked",
  );
  find("ha-app");
  expect(vm("ha-app").undecided).toBeNull();
});

it("is asked after a comparison, too, and is offered in the lab by name", async () => {
  await move("ha-app");
  const offers = simulator.lab.catalogue().find(({ kind }) => kind === "verify-mismatch")?.subjects ?? [];
  expect(offers.map(({ label }) => label)).toContain("ha-app, which has run on both hosts: a person is asked");
  simulator.lab.inject({ kind: "verify-mismatch", subjectRef: `${vm("ha-app").ref}/unknown` });
  await ask({ kind: "vm.compare-copies", vmRef: vm("ha-app").ref });
  until(() => vm("ha-app").undecided !== null, 600_000);
});

it("refuses what counts on the other copy, with the question, and nothing else", async () => {
  await open("ha-app");
  const { ref } = vm("ha-app");
  for (const command of [
    { kind: "vm.switch-active", vmRef: ref, to: "a" },
    { kind: "vm.compare-copies", vmRef: ref },
    { kind: "vm.protect", vmRef: ref, protection: { ...vm("ha-app").declared, mirror: "none" } },
  ] satisfies Command[])
    expect((await refusalOf(command)).message).toContain("choose first which of them stays");
  await ask({ kind: "vm.stop", vmRef: ref });
  until(() => vm("ha-app").instances.b !== "Running", 60_000);
  pass(5_000);
  expect(headline("ha-app")).toMatchObject({ state: "Unprotected", power: "off" });
  expect(headline("ha-app").reason).toMatch(/^Off, as asked\. .*before a person has chosen/);
  await ask(choose("ha-app", "a"));
  until(() => vm("ha-app").undecided === null && vm("ha-app").activeSide === "a", 60_000);
  await ask({ kind: "vm.start", vmRef: ref });
  until(() => isProtected("ha-app"), 600_000);
  expect(safety.breaches).toEqual([]);
});

it("says what keeping each copy loses", async () => {
  await open("ha-app");
  const choices = copyChoices(vm("ha-app"), { a: "one-a", b: "one-b" });
  expect(choices.find(({ keep }) => keep === "b")?.loss).toBe("what one-a holds of the 24 MiB that differ");
  expect(choices.find(({ keep }) => keep === "a")?.loss).toMatch(
    /^what one-b has acknowledged alone since \d\d:\d\d:\d\d UTC: [\d,]+ writes, .*; what one-b holds of the 24 MiB that differ; and the machine's memory$/,
  );
});

it("is asked no more once the disk of the copy that waits was replaced", async () => {
  await open("ha-app");
  const disk = `host-one-a/${simVm("ha-app").legs.a?.diskName}`;
  const fault = simulator.lab.inject({ kind: "disk-failed", subjectRef: disk });
  pass(20_000);
  expect((await refusalOf(choose("ha-app", "a"))).message).toContain("is Failed");
  simulator.lab.clear(fault?.id ?? "");
  until(() => isProtected("ha-app"), 600_000);
  expect(vm("ha-app")).toMatchObject({ activeSide: "b", undecided: null });
});

describe("is found where a rule is broken on purpose:", () => {
  it("a copy that waits is filled", async () => {
    watch({ mayFill: () => true });
    await move("ha-app");
    find("ha-app");
    pass(60_000);
    expect(safety.breaches).toMatchObject([{ invariant: "S7" }]);
  });

  const start = (name: string, side: Side) => {
    const host = hostAt(simulator.sim, simVm(name).pairRef, side);
    const intent = host.durable?.vms[simVm(name).ref]?.intent;
    if (!intent) throw new Error(`${host.name} does not know ${name}`);
    const effect = { kind: "start-vm", vmRef: simVm(name).ref, epoch: 9, why: "restart", mirrored: false } as const;
    safety.before(simulator.sim, host, { ...effect, intent });
  };

  it("a copy that waits is brought up", async () => {
    await open("ha-app");
    start("ha-app", "b");
    expect(safety.breaches, "the one that it runs from").toEqual([]);
    start("ha-app", "a");
    expect(safety.breaches).toMatchObject([{ invariant: "S3", sentence: expect.stringContaining("nobody has said") }]);
  });

  it("a copy that was given up is brought up", async () => {
    await open("ha-app");
    await ask(choose("ha-app", "a"));
    start("ha-app", "b");
    expect(safety.breaches).toMatchObject([{ invariant: "S3", sentence: expect.stringContaining("given up") }]);
  });
});
