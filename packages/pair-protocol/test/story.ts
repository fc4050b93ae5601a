import type { DialStop } from "@v-available/domain/level";
import { SIDES, type Side } from "@v-available/domain/state";
import type { EffectKind } from "../src/effect";
import type { HostCommand } from "../src/input";
import type { Register } from "../src/register";
import type { RuleOfSurvival } from "../src/rule";
import { isWritable, truth } from "./check";
import { type Fault, mend, strike } from "./fault";
import { directionWritten, noteChoice } from "./question";
import { LAW, type Law, runUntil, tell } from "./run";
import { isAtLevel, settledWorld } from "./settled";
import { type Machine, WORLD_TIMING, type World } from "./world";

/** The level of the one machine of a story. */
export type Level = Extract<DialStop, "high-availability" | "fault-tolerance">;
export const LEVELS: readonly Level[] = ["high-availability", "fault-tolerance"];

const VM = "vm-0";

/** One machine, active on A, and what can be asked of it. All safety properties are checked at every step of it. */
export class Story {
  readonly world: World;
  readonly timing = WORLD_TIMING;

  /** @param alternate whether the pair has a second witness */
  constructor(
    level: Level,
    alternate = false,
    readonly law: Law = LAW,
  ) {
    this.world = settledWorld([{ stop: level, side: "a" }], alternate);
    this.world.chance.state = 1;
    this.world.trace = [];
  }

  strike(...faults: Fault[]): this {
    for (const fault of faults) strike(this.world, fault, this.law);
    return this;
  }

  /** Lets that many milliseconds pass. */
  pass(ms: number): this {
    runUntil(this.world, this.world.nowMs + ms, this.law);
    return this;
  }

  /** Lets time pass until that is so. @returns the milliseconds that it took; undefined when it did not come within `atMostMs` */
  until(condition: () => boolean, atMostMs: number): number | undefined {
    const from = this.world.nowMs;
    while (!condition()) {
      if (this.world.nowMs - from >= atMostMs) return undefined;
      this.pass(5);
    }
    return this.world.nowMs - from;
  }

  order(side: Side, command: HostCommand): void {
    tell(this.world, side, { kind: "command", commandId: String(this.world.nowMs), command }, this.law);
  }

  /** A person signs for going on without the quorum. What was named as lost may be lost from then on. */
  override(side: Side, loss: string): void {
    if (loss.trim() !== "") this.#machine.overridden = true;
    this.order(side, { kind: "override", vmRef: VM, signedBy: "Ada", loss });
  }

  /** A person signs for giving up the history of that side. What it alone had acknowledged is lost from then on. */
  discard(side: Side, loss: string): void {
    const before = directionWritten(this.world, side, VM);
    const wasSplit = this.durable(side)?.splitBrain === true;
    this.order(side, { kind: "discard-leg", vmRef: VM, signedBy: "Ada", loss });
    if (wasSplit && this.durable(side)?.splitBrain === false) this.#machine.twoHistories = false;
    noteChoice(this.world, side, this.#machine, before);
  }

  /** Everything is repaired. */
  mend(): this {
    mend(this.world);
    return this;
  }

  get #machine(): Machine {
    return this.world.machines[VM] as Machine;
  }
  get register(): Register {
    const { epoch, owner, inSync } = truth(this.world, VM) as Register;
    return { epoch, owner, inSync };
  }
  /** The witness that this host asks, by its durable word. */
  seatOf(side: Side): string {
    return this.world.hosts[side].durable?.seat?.witnessRef ?? "witness";
  }
  /** Where it runs and can answer. */
  get runsOn(): Side[] {
    return SIDES.filter((side) => isWritable(this.world, side, VM));
  }
  get protected(): boolean {
    return isAtLevel(this.world, VM);
  }
  get acknowledged(): number {
    return this.#machine.acked.length;
  }
  hasProcess(side: Side): boolean {
    return this.world.hosts[side].processes[VM] !== undefined;
  }
  durable(side: Side) {
    return this.world.hosts[side].durable?.vms[VM];
  }
  /** Whether that host has told of that rule since the pair was settled. */
  told(rule: RuleOfSurvival, side?: Side): boolean {
    return this.times(rule, side) > 0;
  }
  /** How often it has. */
  times(rule: RuleOfSurvival, side?: Side): number {
    const who = side === undefined ? "" : `${side} `;
    return this.world.trace?.filter((line) => line.includes(`${who}does record ${rule}:`)).length ?? 0;
  }
  /** Whether that host's driver was told to do that since the pair was settled. */
  did(side: Side, effect: EffectKind): boolean {
    return this.world.trace?.some((line) => line.includes(`${side} does ${effect} `)) ?? false;
  }
  /** Nothing is acknowledged to a client within that time, wherever it asks. */
  acknowledgesNothingFor(ms: number): boolean {
    const before = this.acknowledged;
    this.pass(ms);
    return this.acknowledged === before;
  }
}

export const cutLinks: Fault = { kind: "cut", path: "all", way: "both" };
/** Both availability links, while the hosts hear each other over the management network. */
export const cutCables: Fault[] = (["link-a", "link-b"] as const).map((path) => ({ kind: "cut", path, way: "both" }));
export const cutWitnessFrom = (side: Side): Fault => ({ kind: "witness-cut", side, way: "both" });
export const witnessOff: Fault = { kind: "witness-off", backAfterMs: null };
export const powerOff = (side: Side): Fault => ({ kind: "host-off", side, forget: false, backAfterMs: null });
export const reboot = (side: Side, backAfterMs: number): Fault => ({ ...powerOff(side), backAfterMs }) as Fault;
