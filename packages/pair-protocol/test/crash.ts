import { otherSide, type Side } from "@v-available/domain/state";
import type { InputFact } from "../src/input";
import { restore } from "../src/step";
import { plan } from "./agenda";
import { soil } from "./check";
import { forgetQuestion } from "./question";
import { reviewConnections } from "./wire";
import type { World } from "./world";
import { localMs } from "./world";

const IDENTITY = { pairRef: "pair", hostRefs: { a: "host-a", b: "host-b" } } as const;

/** The agent ends; what it runs goes on, guarded by the watchdog alone. */
export function crashAgent(world: World, side: Side, forget: boolean, backAfterMs: number | null): void {
  const host = world.hosts[side];
  if (!host.powered) return;
  if (forget) {
    host.durable = null;
    for (const vmRef in world.machines) {
      forgetQuestion(world, side, vmRef);
      const leg = host.legs[vmRef];
      if (leg) leg.asks = false;
    }
    soil(world);
  }
  host.state = null;
  host.agentLife++;
  host.crashAfter = null;
  if (backAfterMs !== null) {
    const { powerLife, agentLife } = host;
    plan(world.agenda, world.nowMs + backAfterMs, { kind: "agent-up", side, powerLife, agentLife });
  }
  world.trace?.push(`${world.nowMs.toFixed(0)} ${side} agent crashes${forget ? " and forgets" : ""}`);
}

export function startAgent(world: World, side: Side): void {
  const host = world.hosts[side];
  if (!host.powered || host.state !== null) return;
  host.incarnation++;
  host.agentLife++;
  host.lastReportAtMs = {};
  host.state = restore(host.durable, {
    identity: {
      ...IDENTITY,
      side,
      witnesses: Object.keys(world.witnesses).map((ref) => ({ ref, name: ref })),
      servesFromPartner: world.servesFromPartner,
    },
    nowMs: localMs(host.clock, world.nowMs),
    incarnation: host.incarnation,
    readmitted: host.readmit,
  });
  if (host.readmit) {
    host.readmit = false;
    host.durable = host.state.durable;
    soil(world);
  }
  world.trace?.push(`${world.nowMs.toFixed(0)} ${side} agent starts`);
  // First what runs here, and at once: the protocol may rely on having heard it before anything else.
  for (const fact of findings(world, side)) {
    plan(world.agenda, world.nowMs, { kind: "report", side, life: host.agentLife, fact });
  }
  plan(world.agenda, world.nowMs, { kind: "tick", side, life: host.agentLife, atMs: world.nowMs });
  host.tickAtMs = world.nowMs;
}

function findings(world: World, side: Side): InputFact[] {
  const host = world.hosts[side];
  const facts: InputFact[] = [];
  const known = new Set([...Object.keys(host.processes), ...Object.keys(host.durable?.vms ?? {})]);
  for (const vmRef of known) {
    // Before anything may go on through that copy.
    const process = host.processes[vmRef];
    if (process?.mirror === "established" && world.hosts[otherSide(side)].legs[vmRef]?.differs)
      facts.push({ kind: "copies-differ", vmRef, wrong: "theirs", bytes: 4_096 });
    const asked = world.machines[vmRef]?.question?.side;
    if (host.legs[vmRef]?.asks || (process?.mirror === "established" && asked === otherSide(side)))
      facts.push({ kind: "copies-differ", vmRef, wrong: "either", bytes: 4_096 });
    if (host.legs[vmRef]?.failed) facts.push({ kind: "leg", vmRef, event: "failed" });
    if (host.legs[vmRef]?.differs) facts.push({ kind: "copies-differ", vmRef, wrong: "ours", bytes: 4_096 });
    if (process === undefined) facts.push({ kind: "instance", vmRef, event: "stopped", clean: false });
    else {
      const guardUntilMs = host.watchdog[vmRef] ?? null;
      facts.push({ kind: "instance", vmRef, event: "running", guardUntilMs, lockstep: process.lockstep });
      process.copy = null;
      if (process.mirror === "established") facts.push({ kind: "mirror", vmRef, event: "established" });
      if (process.mirror === "lost" && !process.lockstep) facts.push({ kind: "mirror", vmRef, event: "lost" });
      if (process.mirror === "lost" && process.lockstep) facts.push({ kind: "lockstep", vmRef, event: "lost" });
      if (process.paused) facts.push({ kind: "instance", vmRef, event: "switchover-ready" });
      if (process.mirror === "resyncing") {
        process.mirror = "off";
        process.session = 0;
      }
    }
    if (host.replicas[vmRef]) facts.push({ kind: "replica", vmRef, event: "serving" });
    const standby = host.standbys[vmRef];
    if (standby) facts.push({ kind: "standby", vmRef, event: standby.synchronized ? "synchronized" : "ready" });
  }
  return facts;
}

/** Power is lost: memory, processes, watchdog and the state of the clock with it. */
export function crashHost(world: World, side: Side, forget: boolean, backAfterMs: number | null): void {
  const host = world.hosts[side];
  if (!host.powered) return;
  crashAgent(world, side, forget, null);
  // A host that forgets has lost its disks with all that was on them.
  if (forget) host.legs = {};
  host.powered = false;
  host.powerLife++;
  if (backAfterMs !== null) {
    plan(world.agenda, world.nowMs + backAfterMs, { kind: "host-up", side, powerLife: host.powerLife });
  }
  host.processes = {};
  host.replicas = {};
  host.standbys = {};
  host.watchdog = {};
  world.trace?.push(`${world.nowMs.toFixed(0)} ${side} loses power`);
  reviewConnections(world);
}

export function bootHost(world: World, side: Side): void {
  const host = world.hosts[side];
  if (host.powered) return;
  host.powered = true;
  // The monotonic clock starts anew with the host.
  host.clock.offsetMs = 100 - world.nowMs * host.clock.rate;
  world.trace?.push(`${world.nowMs.toFixed(0)} ${side} boots`);
  startAgent(world, side);
}
