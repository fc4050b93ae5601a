import type { Effect, EffectOf } from "@v-available/pair-protocol/effect";
import type { InputFact } from "@v-available/pair-protocol/input";
import type { HostState } from "@v-available/pair-protocol/state";
import { step } from "@v-available/pair-protocol/step";
import { witnessStep } from "@v-available/pair-protocol/witness-step";
import { detachLeg } from "./detach";
import { reviewFork } from "./fork";
import { write as writeRecord } from "./journal";
import { beginLockstep, endLockstep, goLive, prepareStandby, releaseOutput, stopStandby } from "./lockstep";
import { goOnAlone, killVm, resetVm, shutDownVm, startVm } from "./machine-process";
import { cancelMigration, completeMigration, migrateIn, migrateOut } from "./migration";
import { beginResync } from "./mirror";
import { arrivalMs, isLost, isUp, linkOfPath, seesWitness, witnessDelayMs } from "./network";
import { deleteLeg, serveReplica, stopReplica } from "./replica";
import {
  after,
  holdsOf,
  hostOf,
  linkOf,
  monotonicMs,
  pairNowMs,
  partnerHost,
  type Sim,
  tell,
  touch,
  vmsOf,
  witnessOf,
  worldMsOf,
} from "./sim";
import { touchWitnesses, witnessOfView, witnessViewRef } from "./witness-view";
import type { SimHost } from "./world/host";
import type { EventOf } from "./world-event";

/** More than this out of what it was told at one moment is a host that answers itself for ever. */
const MOST_FACTS_AT_ONCE = 10_000;

/** Lets hosts learn what waits for them until nothing does. Effects may make more of it. */
export function drainInbox(sim: Sim): void {
  const { inbox } = sim;
  if (inbox.length === 0) return;
  const most = MOST_FACTS_AT_ONCE + inbox.length;
  let told = 0;
  try {
    for (let next = inbox[told]; next !== undefined; next = inbox[told]) {
      if (++told > most)
        throw new Error(`${next.hostRef} does not come to rest at ${sim.world.nowMs} ms: ${JSON.stringify(next.fact)}`);
      const host = hostOf(sim, next.hostRef);
      if (host.agentUp && host.agentRun === next.agentRun) stepHost(sim, host, next.fact);
    }
  } finally {
    // At once and not one by one: at the start of a fleet there are hundreds of thousands.
    inbox.splice(0, told);
  }
}

function stepHost(sim: Sim, host: SimHost, fact: InputFact): void {
  const before = host.protocol;
  if (!before) throw new Error(`${host.name} has no protocol state although its agent is up`);
  const { timing } = sim.world.settings;
  const outcome = step(before, { ...fact, nowMs: monotonicMs(sim, host) }, timing, sim.rules);
  host.protocol = outcome.state;
  noticeChanges(sim, host, before, outcome.state);
  const wakeAtMs = Math.max(sim.world.nowMs, worldMsOf(sim, host, outcome.wakeAtMs));
  // An earlier tick that is already waiting will do: each step says anew when the next must come.
  if (host.tickAtMs === null || wakeAtMs < host.tickAtMs) {
    host.tickAtMs = wakeAtMs;
    after(sim, wakeAtMs - sim.world.nowMs, { kind: "host-tick", hostRef: host.ref, agentRun: host.agentRun });
  }
  for (const effect of outcome.effects) carryOut(sim, host, effect);
}

/** A host that was replaced remembers and asks; machines of its side are no longer in its hands. */
function carryOutAway(sim: Sim, host: SimHost, effect: Effect): void {
  if (effect.kind === "persist") {
    host.durable = effect.durable;
    if (effect.durable.retired) after(sim, 0, { kind: "host-retired", hostRef: host.ref });
  } else if (effect.kind === "ask-witness") askWitness(sim, host, effect);
  else if (effect.kind === "record") writeRecord(sim, host, effect.record);
}

/** What people see of a host's mind: told when it changes. */
function noticeChanges(sim: Sim, host: SimHost, before: HostState, now: HostState): void {
  if (before.durable !== now.durable) noticeVms(sim, host);
  if (before.partnerSuspected !== now.partnerSuspected || before.partnerDead !== now.partnerDead)
    touch(sim, "host", partnerHost(sim, host).ref);
  if (before.witness.lost !== now.witness.lost || before.durable.seat !== now.durable.seat || seesOthers(before, now))
    touchWitnesses(sim, host.pairRef);
}

function noticeVms(sim: Sim, host: SimHost): void {
  for (const vm of vmsOf(sim, host.pairRef)) {
    touch(sim, "vm", vm.ref);
    if (vm.fork) reviewFork(sim, vm);
  }
}

function seesOthers({ sights }: HostState, now: HostState): boolean {
  if (sights === now.sights) return false;
  for (const ref in sights)
    if ((sights[ref]?.seenSinceMs === null) !== (now.sights[ref]?.seenSinceMs === null)) return true;
  return false;
}

export function hostTick(sim: Sim, { hostRef, agentRun }: EventOf<"host-tick">): void {
  const host = hostOf(sim, hostRef);
  if (host.agentRun !== agentRun || host.tickAtMs !== sim.world.nowMs) return;
  host.tickAtMs = null;
  tell(sim, host, { kind: "tick" });
}

export function messageArrived(sim: Sim, { hostRef, agentRun, linkRef, path, message }: EventOf<"message">): void {
  const host = hostOf(sim, hostRef);
  if (host.agentRun === agentRun && isUp(linkOf(sim, linkRef))) tell(sim, host, { kind: "received", path, message });
}

export function witnessAsked(sim: Sim, { hostRef, agentRun, witnessRef, request }: EventOf<"witness-asked">): void {
  const host = hostOf(sim, hostRef);
  const witness = witnessOf(sim, witnessRef);
  if (!seesWitness(witness, host)) return;
  const { leaseMs } = sim.world.settings.timing;
  const outcome = witnessStep(holdsOf(witness, host.pairRef), request, pairNowMs(sim, host.pairRef), { leaseMs });
  witness.protocolOf[host.pairRef] = outcome.state;
  const delayMs = witnessDelayMs(sim, witness, host);
  const sentAtMs = sim.world.nowMs - delayMs;
  after(sim, delayMs, { kind: "witness-answered", hostRef, agentRun, witnessRef, sentAtMs, reply: outcome.reply });
}

export function witnessAnswered(sim: Sim, event: EventOf<"witness-answered">): void {
  const host = hostOf(sim, event.hostRef);
  const witness = witnessOf(sim, event.witnessRef);
  if (!seesWitness(witness, host) || host.agentRun !== event.agentRun) return;
  witness.seenBy[host.ref] = { rttMs: sim.world.nowMs - event.sentAtMs, atMs: sim.world.nowMs };
  tell(sim, host, {
    kind: "witness-replied",
    witnessRef: witnessViewRef(witness.ref, host.pairRef),
    reply: event.reply,
  });
}

function askWitness(sim: Sim, host: SimHost, effect: EffectOf<"ask-witness">): void {
  const witness = witnessOf(sim, witnessOfView(effect.witnessRef));
  if (!seesWitness(witness, host)) return;
  const event = {
    kind: "witness-asked",
    hostRef: host.ref,
    agentRun: host.agentRun,
    witnessRef: witness.ref,
    request: effect.request,
  } as const;
  after(sim, witnessDelayMs(sim, witness, host), event);
}

function carryOut(sim: Sim, host: SimHost, effect: Effect): void {
  sim.beforeEffect?.(sim, host, effect);
  if (host.strayed) {
    carryOutAway(sim, host, effect);
    return;
  }
  switch (effect.kind) {
    case "persist":
      if (effect.durable.maintenance !== host.durable?.maintenance) touch(sim, "host", host.ref);
      host.durable = effect.durable;
      return;
    case "send": {
      const link = linkOfPath(sim, host.pairRef, effect.path);
      const partner = partnerHost(sim, host);
      if (!isUp(link) || !partner.agentUp || isLost(sim, link)) return;
      const { path, message } = effect;
      const event = {
        kind: "message",
        hostRef: partner.ref,
        agentRun: partner.agentRun,
        linkRef: link.ref,
        path,
        message,
      } as const;
      after(sim, arrivalMs(sim, link, host.side) - sim.world.nowMs, event);
      return;
    }
    case "ask-witness": {
      askWitness(sim, host, effect);
      return;
    }
    case "start-vm":
      startVm(sim, host, effect);
      return;
    case "kill-vm":
      killVm(sim, host, effect.vmRef);
      return;
    case "shut-down-vm":
      shutDownVm(sim, host, effect.vmRef);
      return;
    case "reset-vm":
      resetVm(sim, host, effect.vmRef);
      return;
    case "release-writes":
    case "stop-resync":
      goOnAlone(sim, host, effect.vmRef);
      return;
    case "release-output":
      releaseOutput(sim, host, effect.vmRef);
      return;
    case "detach-leg":
      detachLeg(sim, host, effect.vmRef);
      return;
    case "serve-replica":
      serveReplica(sim, host, effect.vmRef);
      return;
    case "stop-replica":
      stopReplica(sim, host, effect.vmRef);
      return;
    case "begin-resync":
      if (!beginResync(sim, host, effect.vmRef, effect.full))
        tell(sim, host, { kind: "mirror", vmRef: effect.vmRef, event: "lost" });
      return;
    case "prepare-standby":
      prepareStandby(sim, host, effect.vmRef);
      return;
    case "stop-standby":
      stopStandby(sim, host, effect.vmRef);
      return;
    case "begin-lockstep":
      beginLockstep(sim, host, effect);
      return;
    case "end-lockstep":
      endLockstep(sim, host, effect.vmRef);
      return;
    case "go-live":
      goLive(sim, host, effect);
      return;
    case "migrate-out":
      migrateOut(sim, host, effect.vmRef);
      return;
    case "migrate-in":
      migrateIn(sim, host, effect.vmRef);
      return;
    case "complete-migration":
      completeMigration(sim, host, effect.vmRef);
      return;
    case "cancel-migration":
      cancelMigration(sim, host, effect.vmRef);
      return;
    case "arm-watchdog":
      for (const { vmRef, untilMs } of effect.deadlines) host.watchdog[vmRef] = worldMsOf(sim, host, untilMs);
      armWatchdog(sim, host);
      return;
    case "disarm-watchdog":
      for (const vmRef of effect.vmRefs) delete host.watchdog[vmRef];
      return;
    case "delete-leg":
      deleteLeg(sim, host, effect.vmRef);
      return;
    case "record":
      writeRecord(sim, host, effect.record);
      return;
    case "accept-command":
      sim.answers.set(effect.commandId, null);
      return;
    case "refuse-command":
      sim.answers.set(effect.commandId, effect.refusal);
      return;
    default:
      effect satisfies never;
  }
}

/** When its event comes, it looks at all deadlines and waits for the next. */
export function armWatchdog(sim: Sim, host: SimHost): void {
  const deadlines = Object.values(host.watchdog);
  if (deadlines.length === 0) return;
  const { nowMs } = sim.world;
  const nextMs = Math.max(0, Math.min(...deadlines) - nowMs);
  // An earlier look that is already waiting will do.
  if (host.watchdogAtMs != null && host.watchdogAtMs <= nowMs + nextMs) return;
  host.watchdogAtMs = nowMs + nextMs;
  after(sim, nextMs, { kind: "watchdog", hostRef: host.ref, bootRun: host.bootRun });
}

/** The process outside the agent: it kills what nobody has vouched for, whether the agent lives or not. */
export function watchdogDue(sim: Sim, { hostRef, bootRun }: EventOf<"watchdog">): void {
  const host = hostOf(sim, hostRef);
  if (host.bootRun !== bootRun || host.watchdogAtMs !== sim.world.nowMs) return;
  host.watchdogAtMs = null;
  for (const [vmRef, untilMs] of Object.entries(host.watchdog)) {
    if (untilMs > sim.world.nowMs) continue;
    delete host.watchdog[vmRef];
    if (sim.world.vms[vmRef]?.instances[host.side]) killVm(sim, host, vmRef);
  }
  armWatchdog(sim, host);
}
