import { otherSide, type Side } from "@v-available/domain/state";
import type { Input, InputFact } from "../src/input";
import type { Rules } from "../src/rules";
import { RULES } from "../src/rules";
import { step } from "../src/step";
import { emptyWitness, type JudgeChange, judgeChange, restoreWitness, witnessStep } from "../src/witness-step";
import { plan, takeFirst } from "./agenda";
import { between } from "./chance";
import { checkAlways, checkS5, checkS8, soil } from "./check";
import { bootHost, startAgent } from "./crash";
import { replaceLeg } from "./disk";
import { carryOut, endProcess, finishResync, write } from "./driver";
import { isOpen, report, reviewConnections, stream, travel } from "./wire";
import {
  type Happening,
  localMs,
  trueMs,
  Violation,
  type WitnessRef,
  WORLD_TIMING,
  type World,
  type WorldWitness,
} from "./world";

/** The rules under test; a mutant replaces some of them. */
export interface Law {
  readonly rules: Rules;
  readonly judge: JudgeChange;
  readonly step: typeof step;
}
export const LAW: Law = { rules: RULES, judge: judgeChange, step };

/** Lets everything happen that is due until then, checking the properties after each single thing. */
export function runUntil(world: World, untilMs: number, law: Law): void {
  for (;;) {
    const first = world.agenda.heap[0];
    if (first === undefined || first.atMs > untilMs) break;
    takeFirst(world.agenda);
    if (first.atMs > world.nowMs) world.nowMs = first.atMs;
    happen(world, first.what, law);
    checkAlways(world);
  }
  world.nowMs = untilMs;
}

/** Gives one input to a host and carries out what it answers. */
export function tell(world: World, side: Side, fact: InputFact, law: Law): void {
  const host = world.hosts[side];
  if (host.state === null) return;
  const nowMs = localMs(host.clock, world.nowMs);
  const input: Input = { ...fact, nowMs };
  world.steps++;
  if (world.trace && fact.kind !== "tick" && fact.kind !== "received") {
    world.trace.push(`${world.nowMs.toFixed(0)} ${side} hears ${JSON.stringify(fact)}`);
  }
  const outcome = law.step(host.state, input, WORLD_TIMING, law.rules);
  if (outcome.effects.some((effect, index) => effect.kind === "persist" && index > 0)) {
    throw new Violation("persist", `${side} writes down after it has begun to act`);
  }
  const life = host.agentLife;
  host.state = outcome.state;
  carryOut(world, side, outcome.effects);
  if (host.agentLife !== life || host.state === null) return;
  // A tick in the middle of a burst is as good as one at its end.
  const atMs = Math.max(trueMs(host.clock, outcome.wakeAtMs), world.nowMs + 0.01);
  if (Number.isFinite(atMs)) {
    host.tickAtMs = atMs;
    plan(world.agenda, atMs, { kind: "tick", side, life, atMs });
  }
}

function happen(world: World, what: Happening, law: Law): unknown {
  switch (what.kind) {
    case "tick": {
      const host = world.hosts[what.side];
      if (host.agentLife === what.life && host.tickAtMs === what.atMs) tell(world, what.side, { kind: "tick" }, law);
      return;
    }
    case "deliver":
      if (!isOpen(world, what.path, otherSide(what.to)) || !world.hosts[what.to].powered) return;
      tell(world, what.to, { kind: "received", path: what.path, message: what.message }, law);
      return;
    case "ask":
      answer(world, what, law);
      return;
    case "reply":
      if (world.witnesses[what.witnessRef]?.paths[what.to].down)
        tell(world, what.to, { kind: "witness-replied", witnessRef: what.witnessRef, reply: what.reply }, law);
      return;
    case "report":
      if (world.hosts[what.side].agentLife !== what.life) return;
      if (what.fact.kind === "leg" && what.fact.event === "replaced") replaceLeg(world, what.side, what.fact.vmRef);
      tell(world, what.side, what.fact, law);
      return;
    case "mirror-write":
      return mirrorWrite(world, what);
    case "mirror-ack":
      return mirrorAck(world, what);
    case "resync-done":
      finishResync(world, what.side, what.vmRef, what.session);
      return;
    case "lockstep-done":
      return lockstepDone(world, what);
    case "pause-done":
      return pauseDone(world, what);
    case "shut-down-done": {
      const host = world.hosts[what.side];
      const process = host.processes[what.vmRef];
      if (process?.life !== what.processLife) return;
      const whole = process.unacked.length === 0 && process.mirror !== "lost";
      endProcess(world, host, what.vmRef, whole);
      reviewConnections(world);
      return;
    }
    case "watchdog": {
      const host = world.hosts[what.side];
      if (host.powerLife !== what.powerLife || host.watchdog[what.vmRef] !== what.untilMs) return;
      delete host.watchdog[what.vmRef];
      if (!host.processes[what.vmRef]) return;
      world.trace?.push(`${world.nowMs.toFixed(0)} ${what.side} watchdog kills ${what.vmRef}`);
      const machine = world.machines[what.vmRef];
      if (machine) checkS8(world, what.side, machine, "watchdog kill");
      endProcess(world, host, what.vmRef, false);
      return;
    }
    case "client":
      for (const vmRef in world.machines) {
        const machine = world.machines[vmRef];
        if (machine === undefined) continue;
        write(world, "a", machine);
        write(world, "b", machine);
      }
      plan(world.agenda, world.nowMs + between(world.chance, 150, 900), { kind: "client" });
      return;
    case "agent-up":
      if (world.hosts[what.side].powerLife !== what.powerLife || world.hosts[what.side].agentLife !== what.agentLife)
        return;
      startAgent(world, what.side);
      return;
    case "host-up":
      if (world.hosts[what.side].powerLife === what.powerLife) bootHost(world, what.side);
      return;
    case "witness-up":
      if (world.witnesses[what.witnessRef]?.life === what.life) witnessUp(world, what.witnessRef);
      return;
  }
}

export function witnessUp(world: World, ref: WitnessRef): void {
  const witness = world.witnesses[ref];
  if (witness === undefined) return;
  if (witness.up && witness.stranger === null) return;
  witness.stranger = null;
  witness.up = true;
  witness.clock.offsetMs = 50 - world.nowMs * witness.clock.rate;
  witness.state = restoreWitness(witness.state.durable, localMs(witness.clock, world.nowMs));
}

export function swapWitness(world: World, witness: WorldWitness): void {
  witness.up = true;
  witness.life++;
  witness.stranger = restoreWitness(emptyWitness("stranger"), localMs(witness.clock, world.nowMs));
}

function answer(world: World, what: Extract<Happening, { kind: "ask" }>, law: Law): void {
  const witness = world.witnesses[what.witnessRef];
  if (!witness?.up || !witness.paths[what.from].up) return;
  const nowMs = localMs(witness.clock, world.nowMs);
  const config = { leaseMs: WORLD_TIMING.leaseMs };
  const outcome = witnessStep(witness.stranger ?? witness.state, what.request, nowMs, config, law.judge);
  if (witness.stranger !== null) witness.stranger = outcome.state;
  else witness.state = outcome.state;
  if (outcome.persist && witness.stranger === null) {
    soil(world);
    for (const vmRef in world.machines) {
      const machine = world.machines[vmRef];
      if (machine) checkS5(world, machine);
    }
    const { pairs, seats } = witness.state.durable;
    world.trace?.push(
      `${world.nowMs.toFixed(0)} ${what.witnessRef} holds ${JSON.stringify(pairs.pair)} ${JSON.stringify(seats)}`,
    );
  }
  travel(world, { kind: "reply", to: what.from, witnessRef: what.witnessRef, reply: outcome.reply }, 2);
}

function mirrorWrite(world: World, what: Extract<Happening, { kind: "mirror-write" }>): void {
  const host = world.hosts[what.to];
  if (host.replicas[what.vmRef]?.session !== what.session) return;
  host.legs[what.vmRef]?.writes.add(what.write);
  stream(world, { ...what, kind: "mirror-ack", to: otherSide(what.to) });
}

function mirrorAck(world: World, what: Extract<Happening, { kind: "mirror-ack" }>): void {
  const host = world.hosts[what.to];
  const process = host.processes[what.vmRef];
  const machine = world.machines[what.vmRef];
  // Nothing is acknowledged by the partner's leg alone before the agent has said that it may.
  if (host.legs[what.vmRef]?.failed && !process?.detached) return;
  if (process?.session !== what.session || process.mirror !== "established" || machine === undefined) return;
  const index = process.unacked.indexOf(what.write);
  if (index < 0) return;
  process.unacked.splice(index, 1);
  machine.acked.push(what.write);
  machine.dirty = true;
}

function lockstepDone(world: World, what: Extract<Happening, { kind: "lockstep-done" }>): void {
  const { side, vmRef } = what;
  const process = world.hosts[side].processes[vmRef];
  const standby = world.hosts[otherSide(side)].standbys[vmRef];
  if (process?.session !== what.session || !process.lockstep || standby === undefined) return;
  standby.synchronized = true;
  report(world, side, { kind: "lockstep", vmRef, event: "synchronized" });
  report(world, otherSide(side), { kind: "standby", vmRef, event: "synchronized" });
}

function pauseDone(world: World, what: Extract<Happening, { kind: "pause-done" }>): void {
  const { side, vmRef } = what;
  const process = world.hosts[side].processes[vmRef];
  if (process?.life !== what.processLife || process.paused) return;
  const agent = world.hosts[side].state;
  if (agent === null || agent.vms[vmRef]?.switching == null) return;
  if (process.mirror !== "established" || process.session === 0) {
    report(world, side, { kind: "effect-failed", effect: "migrate-out", vmRef, reason: "the mirror is not whole" });
    return;
  }
  if (process.unacked.length > 0) {
    plan(world.agenda, world.nowMs + 20, what);
    return;
  }
  process.paused = true;
  report(world, side, { kind: "instance", vmRef, event: "switchover-ready" });
}
