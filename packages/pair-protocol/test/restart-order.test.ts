import type { Heed } from "@v-available/domain/heed";
import { NO_HEED } from "@v-available/domain/no-heed";
import { SIDES } from "@v-available/domain/state";
import { describe, expect, it } from "vitest";
import { truth } from "./check";
import { strike } from "./fault";
import { LAW, runUntil, tell } from "./run";
import { type MachineChoice, settledWorld } from "./settled";
import { cutLinks, powerOff, reboot } from "./story";
import { WORLD_TIMING as times, type World } from "./world";

const HA: MachineChoice = { stop: "high-availability", side: "a" };
const FT: MachineChoice = { stop: "fault-tolerance", side: "a" };
const LONG_MS = 30_000;
const WAIT_MS = times.restartWaitMs ?? 0;

class Pair {
  readonly world: World;
  constructor(...machines: readonly MachineChoice[]) {
    this.world = settledWorld(machines, false);
    this.world.chance.state = 7;
    this.world.trace = [];
    this.world.ordered = true;
  }
  order(machine: number, restart: Partial<Heed["restart"]>): this {
    const vmRef = `vm-${machine}`;
    const heed = { ...NO_HEED, restart: { ...NO_HEED.restart, ...restart } };
    const owner = truth(this.world, vmRef)?.owner ?? "a";
    tell(
      this.world,
      owner,
      { kind: "command", commandId: `${this.world.nowMs}`, command: { kind: "heed", vmRef, heed } },
      LAW,
    );
    return this.pass(2_000);
  }
  strike(...faults: Parameters<typeof strike>[1][]): this {
    for (const fault of faults) strike(this.world, fault, LAW);
    return this;
  }
  pass(ms: number): this {
    runUntil(this.world, this.world.nowMs + ms, LAW);
    return this;
  }
  isUp = (machine: number): boolean =>
    SIDES.some((side) => this.world.hosts[side].processes[`vm-${machine}`] !== undefined);
  /** When that came about; undefined where it did not within `atMostMs`. */
  when(condition: () => boolean, atMostMs: number): number | undefined {
    const untilMs = this.world.nowMs + atMostMs;
    while (!condition()) {
      if (this.world.nowMs >= untilMs) return undefined;
      this.pass(5);
    }
    return this.world.nowMs;
  }
  answers(machine: number): boolean {
    const vmRef = `vm-${machine}`;
    return SIDES.some((side) => {
      const vm = this.world.hosts[side].state?.vms[vmRef];
      return vm?.instance === "running" && !vm.booting;
    });
  }
  said(words: string): boolean {
    return this.world.trace?.some((line) => line.includes("restart-order") && line.includes(words)) ?? false;
  }
}

describe("the order of restarts", () => {
  it("is known to both hosts, and starts and stops nothing", () => {
    const pair = new Pair(HA, HA).order(1, { after: ["vm-0"], delayMs: 1_000 });
    for (const side of SIDES)
      expect(pair.world.hosts[side].durable?.vms["vm-1"]?.intent.heed?.restart).toEqual({
        ...{ priority: 3, after: ["vm-0"], delayMs: 1_000 },
      });
    expect([pair.isUp(0), pair.isUp(1)]).toEqual([true, true]);
  });

  it("starts a machine after the one that it needs answers, and after its delay, when their host is lost", () => {
    const pair = new Pair(HA, HA).order(0, { after: ["vm-1"], delayMs: 1_500 }).strike(powerOff("a"));
    expect(pair.when(() => pair.isUp(1), LONG_MS)).toBeDefined();
    expect(pair.isUp(0)).toBe(false);
    const register = truth(pair.world, "vm-0");
    const answeredMs = pair.when(() => pair.answers(1), LONG_MS) ?? Number.NaN;
    expect(truth(pair.world, "vm-0"), "nothing is asked of the witness while it waits").toEqual(register);
    const startedMs = pair.when(() => pair.isUp(0), LONG_MS) ?? Number.NaN;
    expect(startedMs - answeredMs).toBeGreaterThanOrEqual(1_500 / 1.02);
    expect(startedMs - answeredMs).toBeLessThan(1_500 + 1_000);
    expect(pair.said("is started on host-b after machine-1")).toBe(true);
  });

  it("starts by priority when the power of both hosts is back", () => {
    const pair = new Pair(HA, HA).order(0, { priority: 5 }).order(1, { priority: 1 });
    pair.strike(reboot("a", 900), reboot("b", 900));
    expect(pair.when(() => pair.isUp(1), LONG_MS)).toBeDefined();
    expect(pair.isUp(0)).toBe(false);
    expect(pair.when(() => pair.answers(1), LONG_MS)).toBeDefined();
    expect(pair.when(() => pair.isUp(0), 500)).toBeDefined();
  });

  it("waits no longer than the limit for one that never answers, and says so", () => {
    const pair = new Pair(HA, HA).order(0, { after: ["vm-1"] });
    pair.world.ordered = false;
    pair.strike(powerOff("a"));
    const upMs = pair.when(() => pair.isUp(1), LONG_MS) ?? Number.NaN;
    const startedMs = pair.when(() => pair.isUp(0), LONG_MS) ?? Number.NaN;
    expect(startedMs - upMs).toBeGreaterThan(WAIT_MS / 2);
    expect(startedMs - upMs).toBeLessThan(WAIT_MS + 1_000);
    expect(pair.said("machine-1 did not answer within")).toBe(true);
  });

  it("does not wait for one that is off", () => {
    const pair = new Pair(HA, HA).order(0, { after: ["vm-1"] });
    pair.strike({ kind: "power", machine: 1, on: false }).pass(3_000).strike(powerOff("a"));
    expect(pair.when(() => pair.isUp(0), LONG_MS)).toBeDefined();
    expect(pair.said("did not answer")).toBe(false);
    expect(pair.said("is started on host-b after")).toBe(false);
  });

  it("goes before priority where a machine of a higher one needs one of a lower", () => {
    const pair = new Pair(HA, HA).order(0, { priority: 1, after: ["vm-1"] }).order(1, { priority: 5 });
    pair.strike(powerOff("a"));
    expect(pair.when(() => pair.isUp(1), LONG_MS)).toBeDefined();
    expect(pair.isUp(0)).toBe(false);
    expect(pair.when(() => pair.isUp(0), 5_000)).toBeDefined();
    expect(pair.said("did not answer")).toBe(false);
  });

  it.each([
    ["its host is lost", powerOff("a")],
    ["the hosts lose each other", cutLinks],
  ])("never delays a machine that goes on from memory: %s", (_, fault) => {
    const pair = new Pair(FT, HA).order(0, { priority: 5, after: ["vm-1"], delayMs: 20_000 });
    const goesOnWithinMs = times.ftSuspectMs + times.ftStandbyDelayMs + 1_000;
    pair.strike(fault);
    const { epoch } = truth(pair.world, "vm-0") ?? { epoch: 0 };
    expect(
      pair.when(() => (truth(pair.world, "vm-0")?.epoch ?? 0) > epoch && pair.isUp(0), goesOnWithinMs),
    ).toBeDefined();
    expect(pair.said("machine-0 ")).toBe(false);
  });

  it("does not delay what a person starts, nor a machine that crashed alone", () => {
    const pair = new Pair(HA, HA).order(0, { after: ["vm-1"], delayMs: 20_000 });
    pair.strike({ kind: "process-dies", machine: 0 });
    expect(pair.when(() => !pair.isUp(0), 1_000)).toBeDefined();
    expect(pair.when(() => pair.isUp(0), 5_000)).toBeDefined();
    pair.pass(5_000).strike({ kind: "power", machine: 0, on: false }).pass(3_000);
    expect(pair.isUp(0)).toBe(false);
    pair.strike({ kind: "power", machine: 0, on: true });
    expect(pair.when(() => pair.isUp(0), 5_000)).toBeDefined();
  });
});
