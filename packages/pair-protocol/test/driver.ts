import { otherSide, type Side } from "@v-available/domain/state";
import type { Effect, EffectOf } from "../src/effect";
import type { WitnessRequest } from "../src/witness";
import { plan } from "./agenda";
import { between } from "./chance";
import { checkDetach, checkS3, checkS4, checkS5AtStart, checkS6, checkS7, checkS8, soil } from "./check";
import { crashAgent, crashHost } from "./crash";
import { judgeOverwriting, judgeStart } from "./question";
import { linked, report, reviewConnections, stream, travel } from "./wire";
import {
  type Leg,
  type Machine,
  type Process,
  trueMs,
  Violation,
  type WitnessRef,
  type World,
  type WorldHost,
} from "./world";

/** Carries out effects one by one, as a driver must; a planned crash may come between any two of them. */
export function carryOut(world: World, side: Side, effects: readonly Effect[]): void {
  const host = world.hosts[side];
  const life = host.agentLife;
  for (const effect of effects) {
    if (host.agentLife !== life) return;
    if (host.crashAfter !== null && host.crashAfter.effects-- <= 0) {
      const { what, forget, backAfterMs } = host.crashAfter;
      host.crashAfter = null;
      if (what === "host") crashHost(world, side, forget, backAfterMs);
      else crashAgent(world, side, forget, backAfterMs);
      return;
    }
    world.trace?.push(`${world.nowMs.toFixed(0)} ${side} does ${describe(effect)}`);
    carryOutOne(world, host, effect);
  }
}

function carryOutOne(world: World, host: WorldHost, effect: Effect): void {
  const { side } = host;
  switch (effect.kind) {
    case "persist":
      host.durable = effect.durable;
      for (const vmRef in host.legs) {
        const leg = host.legs[vmRef];
        if (leg?.asks && effect.durable.vms[vmRef]?.undecided) leg.asks = false;
      }
      soil(world);
      return;
    case "send":
      travel(world, { kind: "deliver", to: otherSide(side), path: effect.path, message: effect.message });
      return;
    case "ask-witness":
      askWitness(world, side, effect.witnessRef as WitnessRef, effect.request);
      return;
    case "arm-watchdog":
      for (const { vmRef, untilMs } of effect.deadlines) armWatchdog(world, host, vmRef, untilMs);
      return;
    case "disarm-watchdog":
      for (const vmRef of effect.vmRefs) delete host.watchdog[vmRef];
      return;
    case "record":
      if (effect.record.rule !== null) world.told[effect.record.rule] = (world.told[effect.record.rule] ?? 0) + 1;
      return;
    case "accept-command":
    case "refuse-command":
      return;
    case "delete-leg":
      delete host.legs[effect.vmRef];
      return;
    default:
      carryOutOnMachine(world, host, effect, world.machines[effect.vmRef]);
  }
}

function askWitness(world: World, from: Side, witnessRef: WitnessRef, request: WitnessRequest): void {
  if (world.witnesses[witnessRef]?.paths[from].up) travel(world, { kind: "ask", from, witnessRef, request }, 2);
}

type MachineEffect = Exclude<
  Effect,
  EffectOf<
    | "persist"
    | "send"
    | "ask-witness"
    | "arm-watchdog"
    | "disarm-watchdog"
    | "record"
    | "accept-command"
    | "refuse-command"
    | "delete-leg"
  >
>;

function carryOutOnMachine(
  world: World,
  host: WorldHost,
  effect: MachineEffect,
  machine: Machine | undefined,
): unknown {
  if (machine === undefined) return;
  const { side } = host;
  const { vmRef } = effect;
  const process = host.processes[vmRef];
  switch (effect.kind) {
    case "start-vm":
      return startVm(world, host, machine, effect);
    case "go-live":
      return goLive(world, host, machine, effect.epoch);
    case "kill-vm":
      if (effect.why !== "handed-over" && effect.why !== "deleted") checkS8(world, side, machine, "kill");
      endProcess(world, host, vmRef, false);
      return;
    case "shut-down-vm":
      if (process)
        plan(world.agenda, world.nowMs + between(world.chance, 50, 400), {
          kind: "shut-down-done",
          side,
          vmRef,
          processLife: process.life,
        });
      return;
    case "release-writes":
    case "release-output":
      if (process === undefined) return;
      checkS4(world, side, machine);
      releaseAll(host, process, machine);
      return;
    case "detach-leg":
      if (process) detach(world, host, process);
      return;
    case "serve-replica":
      host.legs[vmRef] ??= newLeg();
      if (host.legs[vmRef]?.failed) {
        report(world, side, { kind: "replica", vmRef, event: "stopped" });
        return;
      }
      if (process) throw new Violation("driver", `${side} serves the leg of ${vmRef} while it runs there`);
      host.replicas[vmRef] ??= { session: 0, lastLife: 0 };
      report(world, side, { kind: "replica", vmRef, event: "serving" });
      return;
    case "stop-replica":
      delete host.replicas[vmRef];
      reviewConnections(world);
      report(world, side, { kind: "replica", vmRef, event: "stopped" });
      return;
    case "begin-resync":
      if (process) beginResync(world, host, process, machine, effect);
      return;
    case "stop-resync":
      if (process === undefined) return;
      if (process.mirror === "lost" || process.mirror === "established") ackAll(host, process, machine);
      process.mirror = "off";
      process.session = 0;
      return;
    case "prepare-standby":
      host.standbys[vmRef] = { synchronized: false };
      report(world, side, { kind: "standby", vmRef, event: "ready" }, 50, 200);
      return;
    case "stop-standby":
      delete host.standbys[vmRef];
      reviewConnections(world);
      return;
    case "begin-lockstep": {
      const standby = world.hosts[otherSide(side)].standbys[vmRef];
      if (process?.mirror !== "established" || process.session === 0 || standby === undefined) {
        report(world, side, { kind: "effect-failed", effect: "begin-lockstep", vmRef, reason: "no standby" });
        return;
      }
      process.lockstep = true;
      plan(world.agenda, world.nowMs + between(world.chance, 100, 500), {
        kind: "lockstep-done",
        side,
        vmRef,
        session: process.session,
      });
      return;
    }
    case "end-lockstep":
      if (process) process.lockstep = false;
      if (process?.mirror === "lost") report(world, side, { kind: "mirror", vmRef, copy: process.copy, event: "lost" });
      return;
    case "migrate-out":
      if (process)
        plan(world.agenda, world.nowMs + between(world.chance, 100, 900), {
          kind: "pause-done",
          side,
          vmRef,
          processLife: process.life,
        });
      return;
    case "complete-migration":
      endProcess(world, host, vmRef, false);
      return;
    case "cancel-migration":
      if (process) process.paused = false;
      return;
    case "migrate-in":
    case "reset-vm":
      return;
  }
}

function startVm(world: World, host: WorldHost, machine: Machine, effect: EffectOf<"start-vm">): void {
  const { side } = host;
  const { vmRef } = effect;
  if (host.processes[vmRef]) throw new Violation("driver", `${vmRef} is started twice on ${side}`);
  if (host.replicas[vmRef]) throw new Violation("driver", `${vmRef} is started on ${side} while its leg is open`);
  checkS8(world, side, machine, "start");
  if (machine.lastStartEpoch === 0) host.legs[vmRef] ??= newLeg();
  if (refuses(world, host, vmRef, "start-vm")) return;
  judgeStart(world, side, machine);
  checkS3(world, side, machine);
  checkS6(world, side, machine);
  checkS5AtStart(machine, effect.epoch);
  const process = newProcess(vmRef, world);
  if (effect.why === "switch" && !effect.mirrored) process.bitmap = new Set();
  host.processes[vmRef] = process;
  if (effect.mirrored) {
    const replica = world.hosts[otherSide(side)].replicas[vmRef];
    if (linked(world) && replica) {
      replica.session = process.session = ++replica.lastLife + (side === "a" ? 0 : 1_000_000);
      process.mirror = "established";
      const theirs = world.hosts[otherSide(side)].legs[vmRef]?.writes ?? new Set();
      if (!sameWrites(theirs, host.legs[vmRef]?.writes ?? new Set())) {
        throw new Violation("S2", `${vmRef} starts mirrored on legs that differ`);
      }
    } else process.mirror = "lost";
  }
  report(world, side, { kind: "instance", vmRef, event: "running", guardUntilMs: null }, 20, 200);
  if (world.ordered) sayAnswers(world, host, vmRef);
  if (effect.mirrored) {
    report(world, side, {
      kind: "mirror",
      vmRef,
      copy: process.copy,
      event: process.mirror === "established" ? "established" : "lost",
    });
  }
}

/** Some guests are never heard to answer, and are waited for all the same. */
function sayAnswers(world: World, host: WorldHost, vmRef: string): void {
  const afterMs = between(world.chance, 200, 4_000);
  if (afterMs > 3_400) return;
  const fact = { kind: "instance", vmRef, event: "answers" } as const;
  plan(world.agenda, world.nowMs + afterMs, { kind: "report", side: host.side, life: host.agentLife, fact });
}

function goLive(world: World, host: WorldHost, machine: Machine, epoch: number): void {
  const { side } = host;
  const { vmRef } = machine;
  if (host.processes[vmRef]) throw new Violation("driver", `${vmRef} goes live twice on ${side}`);
  if (host.standbys[vmRef] === undefined) {
    report(world, side, { kind: "effect-failed", effect: "go-live", vmRef, reason: "no standby" });
    return;
  }
  if (host.replicas[vmRef]) throw new Violation("driver", `${vmRef} goes live on ${side} while its leg is open`);
  if (refuses(world, host, vmRef, "go-live")) return;
  checkS8(world, side, machine, "go-live");
  judgeStart(world, side, machine);
  checkS3(world, side, machine);
  checkS5AtStart(machine, epoch);
  delete host.standbys[vmRef];
  host.processes[vmRef] = newProcess(vmRef, world);
  report(world, side, { kind: "instance", vmRef, event: "running", guardUntilMs: null }, 5, 60);
}

/** The disk has failed, and the agent does not know it yet. */
function refuses(world: World, host: WorldHost, vmRef: string, effect: "start-vm" | "go-live"): boolean {
  if (!host.legs[vmRef]?.failed) return false;
  report(world, host.side, { kind: "effect-failed", effect, vmRef, reason: "the disk does not answer" });
  return true;
}

export const newLeg = (): Leg => ({ writes: new Set(), torn: false, failed: false, differs: false, asks: false });

const newProcess = (vmRef: string, world: World): Process => ({
  vmRef,
  life: ++world.agenda.order,
  paused: false,
  lockstep: false,
  detached: false,
  mirror: "off",
  session: 0,
  copy: null,
  resyncFull: false,
  unacked: [],
  bitmap: null,
});

/** The process is gone, by whatever hand. Said once: a second word could be taken for the end of the next process. */
export function endProcess(world: World, host: WorldHost, vmRef: string, clean: boolean): void {
  if (host.processes[vmRef] === undefined) return;
  delete host.processes[vmRef];
  delete host.watchdog[vmRef];
  report(world, host.side, { kind: "instance", vmRef, event: "stopped", clean });
}

/** What its own leg does not have it can't acknowledge alone: on a broken disk it stands still. */
function ackAll(host: WorldHost, process: Process, machine: Machine): void {
  if (process.detached || host.legs[machine.vmRef]?.failed) return;
  for (const write of process.unacked) machine.acked.push(write);
  process.unacked = [];
  machine.dirty = true;
}

function releaseAll(host: WorldHost, process: Process, machine: Machine): void {
  process.bitmap = new Set(process.unacked);
  process.mirror = "off";
  process.session = 0;
  process.lockstep = false;
  ackAll(host, process, machine);
}

/** Everything that waits is sent to the partner's leg once more, and acknowledged by that one. */
function detach(world: World, host: WorldHost, process: Process): void {
  checkDetach(world, host.side, process.vmRef);
  if (process.mirror !== "established") return;
  process.detached = true;
  for (const write of process.unacked) sendWrite(world, host.side, process, write);
}

function sendWrite(world: World, side: Side, { vmRef, session }: Process, write: number): void {
  stream(world, { kind: "mirror-write", to: otherSide(side), vmRef, session, write });
}

function beginResync(
  world: World,
  host: WorldHost,
  process: Process,
  machine: Machine,
  { full, copy }: EffectOf<"begin-resync">,
): void {
  const { side } = host;
  const { vmRef } = machine;
  process.copy = copy;
  const there = world.hosts[otherSide(side)];
  const replica = there.replicas[vmRef];
  if (!linked(world) || replica === undefined || host.legs[vmRef]?.failed) {
    report(world, side, { kind: "mirror", vmRef, copy: process.copy, event: "lost" });
    return;
  }
  checkS7(world, side, machine);
  judgeOverwriting(machine, otherSide(side));
  // A bitmap is allowed, not ordered: it may be gone, if a copy was complete before the protocol heard of that.
  const whole = full || process.bitmap === null;
  replica.session = process.session = ++replica.lastLife + (side === "a" ? 0 : 1_000_000);
  process.mirror = "resyncing";
  process.resyncFull = whole;
  const leg = there.legs[vmRef];
  if (leg) leg.torn = true;
  const takesMs = whole ? between(world.chance, 500, 2_500) : between(world.chance, 100, 600);
  plan(world.agenda, world.nowMs + takesMs, { kind: "resync-done", side, vmRef, session: process.session });
}

/** The copy is complete: from here every write goes to both. */
export function finishResync(world: World, side: Side, vmRef: string, session: number): void {
  const host = world.hosts[side];
  const machine = world.machines[vmRef];
  const process = host.processes[vmRef];
  const there = world.hosts[otherSide(side)];
  if (process?.session !== session || process.mirror !== "resyncing") return;
  const source = host.legs[vmRef]?.writes ?? new Set<number>();
  const target = there.legs[vmRef];
  if (target === undefined) return;
  if (process.resyncFull) target.writes = new Set(source);
  else for (const write of process.bitmap ?? []) target.writes.add(write);
  if (!sameWrites(source, target.writes)) throw new Violation("S2", `the resync of ${vmRef} left the legs different`);
  target.torn = false;
  target.differs = false;
  target.asks = false;
  if (machine?.question?.side === otherSide(side)) machine.question = null;
  process.mirror = "established";
  process.bitmap = null;
  report(world, side, { kind: "mirror", vmRef, copy: process.copy, event: "established" });
}

const sameWrites = (one: ReadonlySet<number>, other: ReadonlySet<number>): boolean => {
  if (one.size !== other.size) return false;
  for (const write of one) if (!other.has(write)) return false;
  return true;
};

function armWatchdog(world: World, host: WorldHost, vmRef: string, untilMs: number): void {
  host.watchdog[vmRef] = untilMs;
  const atMs = Math.max(world.nowMs, trueMs(host.clock, untilMs));
  plan(world.agenda, atMs, { kind: "watchdog", side: host.side, vmRef, untilMs, powerLife: host.powerLife });
}

/** A write of the client reaches the instance on that side. */
export function write(world: World, side: Side, machine: Machine): void {
  const host = world.hosts[side];
  const process = host.processes[machine.vmRef];
  const leg = host.legs[machine.vmRef];
  if (process === undefined || process.paused || leg === undefined) return;
  const alone = process.mirror === "off" || process.mirror === "resyncing";
  if (leg.failed && alone) return;
  const id = ++machine.nextWrite;
  if (!leg.failed && !process.detached) leg.writes.add(id);
  process.bitmap?.add(id);
  machine.dirty = true;
  if (alone) {
    machine.acked.push(id);
    return;
  }
  process.unacked.push(id);
  if (process.mirror === "established") sendWrite(world, side, process, id);
}

const describe = (effect: Effect): string => {
  if (effect.kind === "persist") return `persist ${JSON.stringify(effect.durable.vms)}`;
  if (effect.kind === "send") return `send ${effect.path} ${effect.message.sequence}`;
  if (effect.kind === "record") return `record ${effect.record.rule}: ${effect.record.sentence}`;
  return `${effect.kind} ${JSON.stringify({ ...effect, kind: undefined, intent: undefined })}`;
};
