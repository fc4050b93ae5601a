import { HOST_LABEL } from "./label";
import { type DialStop, dialStopOf, isBelow } from "./level";
import type { ObservedVm } from "./observed";
import {
  ageMs,
  availabilityLinks,
  carryingLinks,
  copiedRatio,
  hasTwoCopies,
  hostName,
  hostStanding,
  isResyncing,
  isStale,
  nextWitnessWords,
  type PairFacts,
  partnerOf,
  resyncEtaAtMs,
  runningSides,
  usedWitness,
  witnessSeenBy,
} from "./pair-facts";
import { rpoStanding } from "./replication-plan";
import { type InstanceState, type ProtectionState, SIDES, type Side } from "./state";
import { GUEST_BOOT_MS } from "./timing";
import { aboutWords, ageWords, bytesOfWords, durationWords, listWords, percentWords } from "./wording";

/** Whether a machine runs, apart from how well it is protected. */
export type Power = "on" | "off" | "starting" | "stopping";

/** The headline of a machine and what follows from it. Computed at read time, so that staleness is honest. */
export interface VmProtection {
  readonly state: ProtectionState;
  readonly power: Power;
  readonly declared: DialStop;
  /** What would really survive a host now. */
  readonly effective: DialStop;
  /** A plain sentence that says why the state is what it is. */
  readonly reason: string;
  /** The next step that comes without anyone; null where none is needed or only a person can help. */
  readonly next: string | null;
  readonly etaAtMs: number | null;
  /** Since when, where the facts themselves tell. */
  readonly sinceMs: number | null;
}

/** From best to worst. A fact that gets worse never moves a machine to the left. */
export const PROTECTION_ORDER = [
  "Protected",
  "AtRisk",
  "Reprotecting",
  "Degraded",
  "Resyncing",
  "Unprotected",
  "AwaitingQuorum",
  "Down",
  "Unknown",
] as const satisfies readonly ProtectionState[];

export const isWorse = (state: ProtectionState, than: ProtectionState): boolean =>
  PROTECTION_ORDER.indexOf(state) > PROTECTION_ORDER.indexOf(than);

/** The worst of several headlines; null of none. */
export const worstOf = (states: readonly ProtectionState[]): ProtectionState | null =>
  states.reduce<ProtectionState | null>(
    (worst, state) => (worst === null || isWorse(state, worst) ? state : worst),
    null,
  );

type Finding = Pick<VmProtection, "state" | "reason" | "next"> & Partial<Pick<VmProtection, "etaAtMs" | "sinceMs">>;

/**
 * The headline protection of a machine. Rules are asked from the worst to the best, and the first that holds decides.
 */
export function protectionOf(vm: ObservedVm, facts: PairFacts): VmProtection {
  const declared = dialStopOf(vm.declared);
  const power = powerOf(vm);
  const effective = effectiveOf(vm, facts);
  const found =
    unknown(vm, facts) ??
    (power === "off" ? null : (notServing(vm, facts, power) ?? held(vm, facts))) ??
    (declared === "unprotected" && !isResyncing(vm)
      ? asDeclared(vm, facts, power)
      : (oneCopy(vm, facts) ?? belowItsLevel(vm, facts, power) ?? atRisk(facts) ?? asItShouldBe(vm, facts, power)));
  return {
    power,
    declared,
    effective: found.state === "Unknown" ? "unprotected" : effective,
    etaAtMs: null,
    sinceMs: null,
    ...found,
  };
}

/** True where less survives than was declared, or nobody can tell. A machine declared Unprotected is never exposed. */
export const isExposed = (protection: Pick<VmProtection, "declared" | "effective" | "state">): boolean =>
  protection.declared !== "unprotected" &&
  (protection.state === "Unknown" || isBelow(protection.effective, protection.declared));

/** True where a loss of either host is survived as declared: what the sentence of truth counts. */
export const countsAsProtected = (protection: Pick<VmProtection, "declared" | "effective" | "state">): boolean =>
  protection.declared !== "unprotected" && protection.state !== "AtRisk" && !isExposed(protection);

const LIVE: ReadonlySet<InstanceState | null> = new Set(["Running", "OutputHeld", "GoingLive", "Frozen"]);
const COMING: ReadonlySet<InstanceState | null> = new Set(["Starting", "Restarting"]);

export function powerOf(vm: ObservedVm): Power {
  const states = [vm.instances.a, vm.instances.b];
  const live = states.some((state) => LIVE.has(state));
  if (vm.desiredPower === "off") return live ? "stopping" : "off";
  if (live) return "on";
  return states.some((state) => COMING.has(state)) ? "starting" : "on";
}

/** What would survive the loss of a host now, whatever was declared. */
export function effectiveOf(vm: ObservedVm, facts: PairFacts): DialStop {
  if (isStale(facts) || !hasTwoCopies(vm) || hostStanding(facts, partnerOf(vm)) !== "serves") return "unprotected";
  if (vm.desiredPower === "off" && powerOf(vm) === "off") return dialStopOf(vm.declared);
  if (vm.held || runningSides(vm).length !== 1) return "unprotected";
  return vm.declared.compute === "lockstep" && vm.standbySynchronized ? "fault-tolerance" : "high-availability";
}

function unknown(vm: ObservedVm, facts: PairFacts): Finding | null {
  if (isStale(facts)) {
    const age = ageMs(facts);
    return {
      state: "Unknown",
      reason: Number.isFinite(age)
        ? `Last heard from ${ageWords(facts.nowMs - age, facts.nowMs)}; its hosts decide without the console.`
        : "Never heard from its pair.",
      next: "The console asks again by itself.",
    };
  }
  const unseen = vm.instances[vm.activeSide] === "Unknown" && runningSides(vm).length === 0;
  if (!unseen) return null;
  return {
    state: "Unknown",
    reason: `Nobody can tell whether it runs: ${hostName(facts, vm.activeSide)} does not say.`,
    next: "The hosts decide without the console; it asks again by itself.",
  };
}

function notServing(vm: ObservedVm, facts: PairFacts, power: Power): Finding | null {
  const { a, b } = vm.instances;
  if (LIVE.has(a) || LIVE.has(b)) return null;
  const coming = SIDES.find((side) => COMING.has(vm.instances[side]));
  if (power === "starting" && coming) {
    return {
      state: "Down",
      reason: `Starts on ${hostName(facts, coming)}; it does not answer yet.`,
      next: `The guest boots, ${aboutWords(GUEST_BOOT_MS[vm.guest])}.`,
    };
  }
  if (a === "CrashedMtbfExceeded" || b === "CrashedMtbfExceeded")
    return { state: "Down", reason: "The guest crashed too often and is not restarted any more.", next: null };
  if (vm.instances[vm.activeSide] === "Crashed")
    return {
      state: "Down",
      reason: "The guest crashed.",
      next: "The host restarts it, at most three times in an hour.",
    };
  const partner = partnerOf(vm);
  const partnerMay = vm.register?.inSync.includes(partner) ?? false;
  if (hostStanding(facts, vm.activeSide) !== "serves") {
    const lost = hostName(facts, vm.activeSide);
    if (partnerMay && hostStanding(facts, partner) === "serves")
      return {
        state: "Down",
        reason: `${lost} ran it and does not answer.`,
        next: `${hostName(facts, partner)} takes the token and starts it once the lease of ${lost} is over.`,
      };
    return {
      state: "Down",
      reason: `${lost} holds its only complete copy and does not answer.`,
      next: `It starts when ${lost} is back.`,
    };
  }
  return {
    state: "Down",
    reason: `It should run on ${hostName(facts, vm.activeSide)} and does not.`,
    next: "The host starts it.",
  };
}

function held(vm: ObservedVm, facts: PairFacts): Finding | null {
  const running = runningSides(vm);
  if (running.length === 2)
    return {
      state: "AwaitingQuorum",
      reason: "Both hosts ran it and their histories differ. A person chooses.",
      next: null,
    };
  const waiting = vm.held || running.length === 0;
  if (!waiting) return null;
  const live = SIDES.find((side) => vm.instances[side] === "GoingLive");
  if (live)
    return {
      state: "AwaitingQuorum",
      reason: `${hostName(facts, live)} has the token and goes live from memory.`,
      next: "What was held is released.",
    };
  const seen = witnessSeenBy(facts);
  const able = SIDES.filter((side) => seen[side] && hostStanding(facts, side) === "serves");
  return {
    state: "AwaitingQuorum",
    reason: "Writes and output wait for the token; nothing is acknowledged meanwhile.",
    next:
      able.length > 0
        ? `${listWords(able.map((side) => hostName(facts, side)))} ask${able.length === 1 ? "s" : ""} the witness for the token.`
        : null,
  };
}

function asDeclared(vm: ObservedVm, facts: PairFacts, power: Power): Finding {
  const where = hostName(facts, vm.activeSide);
  return {
    state: "Unprotected",
    reason:
      power === "off"
        ? `Off, as asked. Its one copy is on ${where}, as declared.`
        : `Runs on one copy, on ${where}, as declared.`,
    next: null,
  };
}

function oneCopy(vm: ObservedVm, facts: PairFacts): Finding | null {
  const here = hostName(facts, vm.activeSide);
  const partner = hostName(facts, partnerOf(vm));
  const standing = hostStanding(facts, partnerOf(vm));
  if (isResyncing(vm)) {
    const { totalBytes, outOfSyncBytes } = vm.mirror;
    return {
      state: standing === "away" ? "Unprotected" : "Resyncing",
      reason: `Has one complete copy, on ${here}; the copy on ${partner} is at ${percentWords(copiedRatio(vm))}, ${bytesOfWords(totalBytes - outOfSyncBytes, totalBytes)}.`,
      next:
        standing === "away"
          ? `The resync goes on when ${partner} is back.`
          : "Two copies when the resync is complete, without anyone.",
      etaAtMs: standing === "away" ? null : resyncEtaAtMs(vm, facts.nowMs),
      sinceMs: vm.mirror.resyncSinceMs,
    };
  }
  if (standing === "away")
    return {
      state: "Unprotected",
      reason: `Has one copy, on ${here}: ${partner} ${awayWords(facts, partnerOf(vm))}.`,
      next: `The copy is filled when ${partner} is back.`,
    };
  if (hasTwoCopies(vm)) return null;
  if (vm.mirror.replication === "Paused")
    return {
      state: "Unprotected",
      reason: `Has one complete copy, on ${here}; the resync is paused.`,
      next: "The resync goes on when a link is back.",
    };
  const leg = vm.mirror.legs[partnerOf(vm)];
  const complete =
    vm.mirror.replication === "Established" && leg === "UpToDate" && vm.mirror.legs[vm.activeSide] === "UpToDate";
  if (complete)
    return {
      state: "Resyncing",
      reason: `The copy on ${partner} is complete but may not take over yet.`,
      next: "The witness records it as in step.",
    };
  return {
    state: "Unprotected",
    reason: `Has one copy, on ${here}; the copy on ${partner} is ${leg}.`,
    next:
      carryingLinks(facts).length > 0
        ? "The hosts resync it without anyone."
        : "The hosts resync it when a link is back.",
  };
}

function awayWords(facts: PairFacts, side: Side): string {
  const state = facts.hosts[side]?.state;
  return state === undefined ? "is not known" : `is ${HOST_LABEL[state].word.toLowerCase()}`;
}

function belowItsLevel(vm: ObservedVm, facts: PairFacts, power: Power): Finding | null {
  const partner = partnerOf(vm);
  if (hostStanding(facts, partner) === "in-doubt")
    return {
      state: "Degraded",
      reason: `Both copies are in step, but ${hostName(facts, partner)} does not answer, so it may not take over.`,
      next: `Protected again when ${hostName(facts, partner)} answers.`,
    };
  const down = availabilityLinks(facts).filter((link) => !carryingLinks(facts).includes(link));
  const lockstep = vm.declared.compute === "lockstep" && power !== "off";
  const standby = vm.instances[partner];
  const standbyBroken = standby === "Crashed" || standby === "CrashedMtbfExceeded" || standby === "Frozen";
  if (lockstep && !vm.standbySynchronized && (standbyBroken || down.length > 0))
    return {
      state: "Degraded",
      reason: standbyBroken
        ? `Both disks are in step, but the standby on ${hostName(facts, partner)} is not running.`
        : "Both disks are in step, but Fault Tolerance needs both availability links.",
      next: standbyBroken ? "The standby is built again." : "The standby is built again when the link is back.",
    };
  if (down.length > 0) {
    const both = down.length === availabilityLinks(facts).length;
    return {
      state: "Degraded",
      reason: both ? "Both availability links are down." : "One availability link is down; the other carries all.",
      next: both ? null : "Two links again when it is up for a minute.",
      sinceMs: Math.max(...down.map((link) => link.sinceMs)),
    };
  }
  const { recovery } = vm.declared;
  if (recovery !== "none" && (!vm.recoveryCopy || rpoStanding(vm.recoveryCopy.lagMs, recovery.targetRpoMs) === "alarm"))
    return {
      state: "Degraded",
      reason: vm.recoveryCopy
        ? `The recovery copy at ${vm.recoveryCopy.siteName} is ${durationWords(vm.recoveryCopy.lagMs)} behind.`
        : "There is no recovery copy yet.",
      next: "The copy catches up without anyone.",
    };
  if (lockstep && !vm.standbySynchronized)
    return {
      state: "Reprotecting",
      reason: `Both disks are in step; ${hostName(facts, partner)} is still copying the memory.`,
      next: "Fault Tolerance is armed after three clean checkpoints.",
    };
  return null;
}

function atRisk(facts: PairFacts): Finding | null {
  const seen = witnessSeenBy(facts);
  const blind = SIDES.filter((side) => !seen[side]);
  if (blind.length === 0) return null;
  const used = usedWitness(facts)?.name ?? "the witness";
  const reason =
    facts.witnesses.length === 0
      ? "No witness is set up, so neither host may take over."
      : blind.length === 2
        ? `Neither host sees ${used}.`
        : `${hostName(facts, blind[0] as Side)} does not see ${used}, so losing a host may stop it.`;
  return { state: "AtRisk", reason, next: afterWitness(facts) };
}

function afterWitness(facts: PairFacts): string {
  const next = nextWitnessWords(facts);
  if (next !== null) return next;
  const designated = facts.pair?.designatedSurvivor ?? null;
  return designated
    ? `If the hosts lose each other, ${hostName(facts, designated)} goes on alone. Protected again when a witness answers.`
    : "Protected again when a witness that both hosts see answers.";
}

function asItShouldBe(vm: ObservedVm, facts: PairFacts, power: Power): Finding {
  const partner = hostName(facts, partnerOf(vm));
  const reason =
    power === "off"
      ? "Off, as asked. Both hosts hold its disk."
      : vm.declared.compute === "lockstep"
        ? `Both hosts hold every acknowledged write, and ${partner} holds the memory${vm.standbyLagMs === null ? "" : `, ${Math.round(vm.standbyLagMs)} ms behind`}.`
        : `Both hosts hold every acknowledged write; ${partner} restarts it if ${hostName(facts, vm.activeSide)} is lost.`;
  return { state: "Protected", reason, next: null };
}
