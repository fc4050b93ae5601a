import type { HostRecord, ObservedKind } from "@v-available/domain/observed";
import type { RefusalDetail } from "@v-available/domain/refusal";
import { otherSide, type Side } from "@v-available/domain/state";
import type { Effect } from "@v-available/pair-protocol/effect";
import type { InputFact } from "@v-available/pair-protocol/input";
import { RULES, type Rules } from "@v-available/pair-protocol/rules";
import type { WitnessState } from "@v-available/pair-protocol/witness";
import { Agenda } from "./event-queue";
import { laneOf } from "./lane";
import { wake } from "./nap";
import { draw } from "./random-stream";
import type { RequestEnd } from "./request";
import type { World } from "./world";
import type { SimHost } from "./world/host";
import type { SimLink } from "./world/link";
import type { SimVm } from "./world/machine";
import type { SimPair, SimSite } from "./world/pair";
import type { SimWitness } from "./world/witness";
import type { WorldEvent } from "./world-event";

/** A world on the move: the stored part, and what has changed in it since it was last told. */
export interface Sim {
  readonly world: World;
  /** The order of what waits in the world's queue. */
  readonly agenda: Agenda<WorldEvent>;
  readonly touched: Map<ObservedKind, Set<string>>;
  readonly touchedTasks: Set<string>;
  /** Keys of the tasks that have not ended. */
  readonly runningTasks: Set<string>;
  /** Pairs in which something may have happened since tasks were last reviewed. */
  stirredPairs: Set<string> | "all";
  removed: { kind: "vm" | "free-host" | "host"; ref: string }[];
  newRecords: HostRecord[];
  /** Ends of requests and moments that a lab shows, since somebody last took them. Nothing in the world depends on them. */
  requestEnds: RequestEnd[];
  marks: Mark[];
  /** False while a past is played that nobody looks at: more may sleep, and has no figures while it does. */
  isSeen: boolean;
  /** Looks at what a host is about to do, before it is done: the rules of safety that can only be judged there. */
  beforeEffect: ((sim: Sim, host: SimHost, effect: Effect) => void) | null;
  /** Those that its hosts go by. No part of the world: only a test that must see them fail puts others here. */
  rules: Rules;
  /** What hosts have yet to be told, in order: telling happens after the effect that caused it is done. */
  readonly inbox: { readonly hostRef: string; readonly agentRun: number; readonly fact: InputFact }[];
  /** Answers of hosts to commands, by task key, until the asker takes them. */
  readonly answers: Map<string, RefusalDetail | null>;
  /** Names of machines by MAC. */
  readonly nameOfMac: Map<string, string>;
}

export const simOf = (world: World): Sim => ({
  world,
  agenda: new Agenda(world.queue, (lane) => world.pairs[lane]?.napSinceMs != null),
  touched: new Map(),
  touchedTasks: new Set(),
  runningTasks: new Set(Object.keys(world.tasks).filter((key) => world.tasks[key]?.endedAtMs === null)),
  stirredPairs: "all",
  removed: [],
  newRecords: [],
  requestEnds: [],
  marks: [],
  isSeen: true,
  beforeEffect: null,
  rules: RULES,
  inbox: [],
  answers: new Map(),
  nameOfMac: new Map(Object.values(world.vms).map((vm) => [vm.mac, vm.name])),
});

export function addVm(sim: Sim, vm: SimVm): void {
  sim.world.vms[vm.ref] = vm;
  pairOf(sim, vm.pairRef).vms.push(vm.ref);
  sim.nameOfMac.set(vm.mac, vm.name);
}

export function removeVm(sim: Sim, vm: SimVm): void {
  delete sim.world.vms[vm.ref];
  const { vms } = pairOf(sim, vm.pairRef);
  vms.splice(vms.indexOf(vm.ref), 1);
  sim.nameOfMac.delete(vm.mac);
  sim.touched.get("vm")?.delete(vm.ref);
}

export function touch(sim: Sim, kind: ObservedKind, ref: string): void {
  // Nobody is told of a host that another one has taken the place of.
  if (kind === "host" && sim.world.hosts[ref]?.strayed) return;
  const refs = sim.touched.get(kind);
  if (refs) refs.add(ref);
  else sim.touched.set(kind, new Set([ref]));
}

/** Hosts of a machine in lockstep beat faster: where that begins or ends it is told of them too. */
export function setLockstep(sim: Sim, vm: SimVm, lockstep: SimVm["lockstep"]): void {
  if ((vm.lockstep === null) !== (lockstep === null))
    for (const hostRef of Object.values(pairOf(sim, vm.pairRef).hosts)) touch(sim, "host", hostRef);
  vm.lockstep = lockstep;
}

/** A moment in the life of something that is watched, in words. */
export interface Mark {
  readonly target: string;
  readonly atMs: number;
  readonly kind: "scripted" | "decided" | "checked" | "booted";
  readonly sentence: string;
}

/** Noted only where somebody asks for it: a world that runs for months must not grow by it. */
export function mark(sim: Sim, target: string, kind: Mark["kind"], sentence: string): void {
  if (sim.world.requests[target] !== undefined) sim.marks.push({ target, atMs: sim.world.nowMs, kind, sentence });
}

export function after(sim: Sim, delayMs: number, event: WorldEvent): void {
  const lane = laneOf(sim.world, event);
  wakeAt(sim, lane);
  sim.agenda.schedule(lane, sim.world.nowMs + delayMs, event);
}

/** Whoever does something to a pair wakes it first; this is for one that forgot. */
function wakeAt(sim: Sim, pairRef: string): void {
  const pair = sim.world.pairs[pairRef];
  if (pair?.napSinceMs != null) wake(sim, pair);
}

export const randomOf = (sim: Sim, component: string): number => draw(sim.world.random, sim.world.seed, component);

export const newRun = (sim: Sim): number => sim.world.nextRun++;

export const wallMs = (world: World, virtualMs: number): number => Math.round(virtualMs + world.wallOffsetMs);

const known = <Thing>(things: Record<string, Thing>, ref: string, noun: string): Thing => {
  const thing = things[ref];
  if (thing === undefined) throw new Error(`the simulated world has no ${noun} ${ref}`);
  return thing;
};
export const hostOf = (sim: Sim, ref: string): SimHost => known(sim.world.hosts, ref, "host");
export const pairOf = (sim: Sim, ref: string): SimPair => known(sim.world.pairs, ref, "pair");
export const siteOf = (sim: Sim, ref: string): SimSite => known(sim.world.sites, ref, "site");
export const linkOf = (sim: Sim, ref: string): SimLink => known(sim.world.links, ref, "link");
export const witnessOf = (sim: Sim, ref: string): SimWitness => known(sim.world.witnesses, ref, "witness");
/** What that witness holds of a pair. */
export const holdsOf = ({ name, protocolOf }: SimWitness, pairRef: string): WitnessState =>
  known(protocolOf, pairRef, `registers at ${name} of`);
export const vmOf = (sim: Sim, ref: string): SimVm => known(sim.world.vms, ref, "machine");

export const hostAt = (sim: Sim, pairRef: string, side: Side): SimHost => hostOf(sim, pairOf(sim, pairRef).hosts[side]);
export const partnerHost = (sim: Sim, host: SimHost): SimHost => hostAt(sim, host.pairRef, otherSide(host.side));
export const vmsOf = (sim: Sim, pairRef: string): SimVm[] => pairOf(sim, pairRef).vms.map((ref) => vmOf(sim, ref));

/** A host learns this next, unless its agent is gone by then. */
export const tell = (sim: Sim, host: SimHost, fact: InputFact): void => {
  wakeAt(sim, host.pairRef);
  if (host.agentUp) sim.inbox.push({ hostRef: host.ref, agentRun: host.agentRun, fact });
};

/** The time that passes in a pair: none while it sleeps. */
export function pairNowMs(sim: Sim, pairRef: string): number {
  const { napSinceMs, sleptMs = 0 } = pairOf(sim, pairRef);
  return (napSinceMs ?? sim.world.nowMs) - sleptMs;
}

/** How long a pair has slept by now; 0 while it is awake. */
export function sleepsForMs(sim: Sim, pairRef: string): number {
  const { napSinceMs } = pairOf(sim, pairRef);
  return napSinceMs == null ? 0 : sim.world.nowMs - napSinceMs;
}

/** In its pair's time. */
const bootedAtMs = ({ upSinceMs, sleptAtBootMs = 0 }: SimHost): number => upSinceMs - sleptAtBootMs;

/** The host's own clock: it starts anew with the host. */
export const monotonicMs = (sim: Sim, host: SimHost): number => pairNowMs(sim, host.pairRef) - bootedAtMs(host);

const MICROSECOND_MS = 0.001;

/**
 * When the host's own clock shows this time, and not a rounding error before it: the host would find nothing due and
 * ask for the same moment again, for ever.
 */
export function worldMsOf(sim: Sim, host: SimHost, monotonicAtMs: number): number {
  const { sleptMs = 0 } = pairOf(sim, host.pairRef);
  const atMs = monotonicAtMs + bootedAtMs(host) + sleptMs;
  return atMs - sleptMs - bootedAtMs(host) < monotonicAtMs ? atMs + MICROSECOND_MS : atMs;
}
