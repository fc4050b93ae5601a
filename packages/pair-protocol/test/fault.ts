import type { Heed } from "@v-available/domain/heed";
import { type DialStop, PROTECTION_OF_STOP } from "@v-available/domain/level";
import { NO_HEED } from "@v-available/domain/no-heed";
import { otherSide, SIDES, type Side } from "@v-available/domain/state";
import type { HostCommand, StandbyFault } from "../src/input";
import { PATHS, type Path } from "../src/message";
import { plan } from "./agenda";
import { soil, truth } from "./check";
import { bootHost, crashAgent, crashHost, startAgent } from "./crash";
import { failLeg, spoilCopy } from "./disk";
import { endProcess } from "./driver";
import { directionWritten, noteChoice } from "./question";
import { LAW, type Law, runUntil, swapWitness, tell, witnessUp } from "./run";
import { type MachineChoice, settledWorld } from "./settled";
import { dropStandby, report, reviewConnections } from "./wire";
import { type Machine, type NetworkQuality, WITNESS_REFS, type WitnessRef, type World } from "./world";

/** What may go wrong (or be ordered), as data: a schedule is a list of these, and shrinks like one. */
export type Fault =
  | { readonly kind: "cut"; readonly path: Path | "all"; readonly way: "both" | "ab" | "ba" }
  | { readonly kind: "mend"; readonly path: Path | "all" }
  | {
      readonly kind: "witness-cut";
      readonly at?: WitnessRef;
      readonly side: Side;
      readonly way: "both" | "up" | "down";
    }
  | { readonly kind: "witness-mend"; readonly at?: WitnessRef; readonly side: Side }
  | { readonly kind: "witness-off"; readonly at?: WitnessRef; readonly backAfterMs: number | null }
  | { readonly kind: "witness-on"; readonly at?: WitnessRef }
  /** Something answers in its place that holds none of its registers. */
  | { readonly kind: "witness-swapped"; readonly backAfterMs: number }
  | { readonly kind: "host-off"; readonly side: Side; readonly forget: boolean; readonly backAfterMs: number | null }
  | { readonly kind: "host-on"; readonly side: Side }
  | { readonly kind: "agent-off"; readonly side: Side; readonly forget: boolean; readonly backAfterMs: number }
  | {
      readonly kind: "crash-after";
      readonly side: Side;
      readonly effects: number;
      readonly what: "agent" | "host";
      readonly forget: boolean;
      readonly backAfterMs: number;
    }
  | { readonly kind: "process-dies"; readonly machine: number }
  | { readonly kind: "guest-crashes"; readonly machine: number }
  | { readonly kind: "leg-fails"; readonly machine: number; readonly side: Side }
  | { readonly kind: "copies-differ"; readonly machine: number; readonly either?: boolean }
  /** Of two copies that differ a person keeps the one on this side. */
  | { readonly kind: "choose"; readonly machine: number; readonly keep: Side }
  | { readonly kind: "standby-fails"; readonly machine: number; readonly fault: StandbyFault }
  | { readonly kind: "fence"; readonly side: Side }
  | { readonly kind: "clock-steps"; readonly side: Side }
  | { readonly kind: "enter-maintenance" | "leave-maintenance"; readonly side: Side }
  | { readonly kind: "network"; readonly quality: NetworkQuality }
  | { readonly kind: "protect"; readonly machine: number; readonly stop: DialStop }
  | { readonly kind: "power"; readonly machine: number; readonly on: boolean }
  | { readonly kind: "switch"; readonly machine: number }
  /** How it is restarted from now on. */
  | {
      readonly kind: "order";
      readonly machine: number;
      readonly priority: Heed["restart"]["priority"];
      /** After all others. */
      readonly after: boolean;
      readonly delayMs: number;
    };

export interface Schedule {
  readonly seed: number;
  readonly machines: readonly MachineChoice[];
  /** Whether the pair has an alternate witness, too. */
  readonly alternate?: boolean;
  readonly faults: readonly { readonly afterMs: number; readonly fault: Fault }[];
  /** How long the world goes on after the last fault before it is mended. */
  readonly thenMs: number;
}

const WITNESS_FAULTS: readonly Fault["kind"][] = [
  "witness-cut",
  "witness-mend",
  "witness-off",
  "witness-on",
  "witness-swapped",
];

/** Plays a schedule on a settled pair, checking every property after every step. @returns the world as it is then */
export function play(schedule: Schedule, law: Law, trace: string[] | null = null): World {
  const world = settledWorld(schedule.machines, schedule.alternate);
  world.chance.state = schedule.seed | 0;
  if (schedule.seed % 4 === 0) restartOnFailedDisk(world);
  world.trace = trace;
  world.told = {};
  world.steps = 0;
  world.onlyWitnessHurt = schedule.faults.every(({ fault }) => WITNESS_FAULTS.includes(fault.kind));
  for (const { afterMs, fault } of schedule.faults) {
    runUntil(world, world.nowMs + afterMs, law);
    trace?.push(`${world.nowMs.toFixed(0)} FAULT ${JSON.stringify(fault)}`);
    strike(world, fault, law);
  }
  runUntil(world, world.nowMs + schedule.thenMs, law);
  return world;
}

/** Another kind of driver, which can't let a machine go on without its own disk. */
export function restartOnFailedDisk(world: World): void {
  world.servesFromPartner = false;
  for (const side of SIDES) {
    const host = world.hosts[side];
    if (host.state === null) continue;
    host.state = { ...host.state, identity: { ...host.state.identity, servesFromPartner: false } };
  }
}

export function strike(world: World, fault: Fault, law: Law): unknown {
  switch (fault.kind) {
    case "cut":
      for (const path of PATHS) {
        if (fault.path !== "all" && fault.path !== path) continue;
        if (fault.way !== "ba") world.paths[path].ab = false;
        if (fault.way !== "ab") world.paths[path].ba = false;
      }
      return reviewConnections(world);
    case "mend":
      for (const path of PATHS) {
        if (fault.path === "all" || fault.path === path) world.paths[path] = { ab: true, ba: true };
      }
      return;
    case "witness-cut":
    case "witness-mend":
    case "witness-off":
    case "witness-on":
    case "witness-swapped":
      return strikeWitness(world, fault);
    case "host-off":
      return crashHost(world, fault.side, fault.forget, fault.backAfterMs);
    case "host-on":
      if (!world.hosts[fault.side].readmit) bootHost(world, fault.side);
      return;
    case "agent-off":
      return crashAgent(world, fault.side, fault.forget, fault.backAfterMs);
    case "crash-after":
      if (world.hosts[fault.side].state !== null) world.hosts[fault.side].crashAfter = { ...fault };
      return;
    case "fence":
      return fence(world, fault.side);
    case "clock-steps":
      return report(world, fault.side, { kind: "clock", stepMs: 3_600_000 });
    case "enter-maintenance":
    case "leave-maintenance":
      return orderHost(world, fault.side, { kind: fault.kind }, law);
    case "network":
      world.network = fault.quality;
      return;
    default:
      return strikeMachine(world, fault, law);
  }
}

type WitnessFault = Extract<
  Fault,
  { readonly kind: "witness-cut" | "witness-mend" | "witness-off" | "witness-on" | "witness-swapped" }
>;

function strikeWitness(world: World, fault: WitnessFault): unknown {
  const witnessRef = ("at" in fault ? fault.at : undefined) ?? "witness";
  const witness = world.witnesses[witnessRef];
  if (witness === undefined) return;
  const backAfter = (afterMs: number) =>
    plan(world.agenda, world.nowMs + afterMs, { kind: "witness-up", witnessRef, life: witness.life });
  switch (fault.kind) {
    case "witness-cut":
      if (fault.way !== "down") witness.paths[fault.side].up = false;
      if (fault.way !== "up") witness.paths[fault.side].down = false;
      return;
    case "witness-mend":
      witness.paths[fault.side] = { up: true, down: true };
      return;
    case "witness-off":
      witness.up = false;
      witness.life++;
      if (fault.backAfterMs !== null) backAfter(fault.backAfterMs);
      return;
    case "witness-on":
      return witnessUp(world, witnessRef);
    case "witness-swapped":
      swapWitness(world, witness);
      return backAfter(fault.backAfterMs);
  }
}

/** The management controller turns a host off, and tells its partner so. */
function fence(world: World, side: Side): void {
  crashHost(world, side, false, null);
  // It stays off when its power returns: nobody but an operator turns it on again.
  world.hosts[side].powerLife++;
  world.hosts[side].readmit = true;
  report(world, otherSide(side), { kind: "partner-fenced", evidence: "management controller" });
}

const orderHost = (world: World, side: Side, command: HostCommand, law: Law) =>
  tell(world, side, { kind: "command", commandId: `${world.nowMs}`, command }, law);

type MachineFault = Extract<Fault, { readonly machine: number }>;

function strikeMachine(world: World, fault: MachineFault, law: Law): unknown {
  const vmRef = `vm-${fault.machine % Math.max(1, Object.keys(world.machines).length)}`;
  const machine = world.machines[vmRef];
  const owner = truth(world, vmRef)?.owner;
  if (machine === undefined || owner === undefined) return;
  const order = (side: Side, command: HostCommand) => orderHost(world, side, command, law);
  switch (fault.kind) {
    case "process-dies":
      for (const side of SIDES) {
        const host = world.hosts[side];
        if (!host.processes[vmRef]) continue;
        endProcess(world, host, vmRef, false);
      }
      return reviewConnections(world);
    case "guest-crashes":
      for (const side of SIDES) {
        if (world.hosts[side].processes[vmRef])
          report(world, side, { kind: "instance", vmRef, event: "guest-crashed" });
      }
      return;
    case "leg-fails":
      return failLeg(world, fault.side, vmRef);
    case "copies-differ":
      return findMismatch(world, vmRef, fault.either === true, law);
    case "choose":
      return choose(world, machine, fault.keep, law);
    case "standby-fails":
      return dropStandby(world, vmRef, fault.fault);
    case "protect":
      machine.declared = fault.stop;
      return order(owner, { kind: "protect", vmRef, declared: PROTECTION_OF_STOP[fault.stop] });
    case "power":
      return order(owner, { kind: fault.on ? "start" : "stop", vmRef });
    case "order": {
      world.ordered = true;
      const { priority, after, delayMs } = fault;
      const others = Object.keys(world.machines).filter((ref) => ref !== vmRef);
      const restart = { priority, after: after ? others : [], delayMs };
      return order(owner, { kind: "heed", vmRef, heed: { ...NO_HEED, restart } });
    }
    case "switch":
      return order(owner, { kind: "switch-active", vmRef, to: otherSide(owner) });
  }
}

/** Both copies are compared, by agents that are there and while both count. */
function findMismatch(world: World, vmRef: string, either: boolean, law: Law): void {
  const owner = spoilCopy(world, vmRef, either);
  if (owner === null) return;
  const found = { kind: "copies-differ", vmRef, bytes: 4_096 } as const;
  tell(world, otherSide(owner), { ...found, wrong: either ? "either" : "ours" }, law);
  tell(world, owner, { ...found, wrong: either ? "either" : "theirs" }, law);
}

/** @returns whether the host whose copy is given up has taken that */
export function choose(world: World, machine: Machine, keep: Side, law: Law): boolean {
  const { vmRef } = machine;
  const given = otherSide(keep);
  const before = directionWritten(world, given, vmRef);
  orderHost(world, given, { kind: "discard-leg", vmRef, signedBy: "Ada", loss: "what only that copy has" }, law);
  return noteChoice(world, given, machine, before);
}

/** Everything is repaired, and everybody is back. */
export function mend(world: World): void {
  world.onlyWitnessHurt = false;
  world.network = { lossRatio: 0, doubleRatio: 0, lateRatio: 0, lateMs: 100 };
  for (const path of PATHS) world.paths[path] = { ab: true, ba: true };
  for (const side of SIDES) {
    const host = world.hosts[side];
    for (const witness of Object.values(world.witnesses)) witness.paths[side] = { up: true, down: true };
    host.crashAfter = null;
    bootHost(world, side);
    startAgent(world, side);
    orderHost(world, side, { kind: "leave-maintenance" }, LAW);
    for (const vmRef in world.machines) {
      if (host.legs[vmRef]?.failed || host.durable?.vms[vmRef]?.legFailed)
        report(world, side, { kind: "leg", vmRef, event: "replaced" });
    }
  }
  for (const ref of WITNESS_REFS) witnessUp(world, ref);
  soil(world);
}
