import type { Headline, Power } from "./headline";
import type { ObservedLink, ObservedVm } from "./observed";
import {
  availabilityLinks,
  carryingLinks,
  hostName,
  hostStanding,
  nextWitnessWords,
  type PairFacts,
  partnerOf,
  usedWitness,
  witnessSeenBy,
} from "./pair-facts";
import { recoveryLagNow } from "./recovery-point";
import { rpoStanding } from "./replication-plan";
import { SIDES, type Side } from "./state";
import { durationWords } from "./wording";

/** It runs on two copies that count, and something else that its level needs is missing. */
export const belowItsLevel = (vm: ObservedVm, facts: PairFacts): Headline | null =>
  partnerInDoubt(vm, facts) ??
  standbyLost(vm, facts) ??
  oneSite(vm, facts) ??
  linksDown(facts) ??
  recoveryLate(vm, facts) ??
  standbyForming(vm, facts);

function partnerInDoubt(vm: ObservedVm, facts: PairFacts): Headline | null {
  const partner = partnerOf(vm);
  if (hostStanding(facts, partner) !== "in-doubt") return null;
  return {
    state: "Degraded",
    reason: `Both copies are in step, but ${hostName(facts, partner)} does not answer, so it may not take over.`,
    next: `Protected again when ${hostName(facts, partner)} answers.`,
  };
}

/** Another copy at the same place survives no more than the first. */
function oneSite({ declared }: ObservedVm, { hosts }: PairFacts): Headline | null {
  if (declared.separation !== "site" || !hosts.a || hosts.a.siteRef !== hosts.b?.siteRef) return null;
  return {
    state: "Degraded",
    reason: `Two sites are declared, but ${hosts.a.name} and ${hosts.b.name} stand at one: its loss stops both copies.`,
    next: null,
  };
}

const lacksStandby = (vm: ObservedVm): boolean => vm.declared.compute === "lockstep" && !vm.standbySynchronized;

const downLinks = (facts: PairFacts): readonly ObservedLink[] => {
  const carrying = carryingLinks(facts);
  return availabilityLinks(facts).filter((link) => !carrying.includes(link));
};

/** It does not come back by itself. */
const isLatched = (facts: PairFacts): boolean => downLinks(facts).some(({ state }) => state === "OutOfService");

function standbyLost(vm: ObservedVm, facts: PairFacts): Headline | null {
  const partner = partnerOf(vm);
  const standby = vm.instances[partner];
  const broken = standby === "Crashed" || standby === "CrashedMtbfExceeded" || standby === "Frozen";
  if (!lacksStandby(vm) || !(broken || downLinks(facts).length > 0)) return null;
  return {
    state: "Degraded",
    reason: broken
      ? `Both disks are in step, but the standby on ${hostName(facts, partner)} is not running.`
      : "Both disks are in step, but Fault Tolerance needs both availability links.",
    next: broken
      ? "The standby is built again."
      : isLatched(facts)
        ? "The standby is built again once a person has cleared the port of the link that is out of service."
        : "The standby is built again when the link is back.",
  };
}

const DOWN_LINK = { one: "down", next: "Two links again when it is up for a minute." };
const LATCHED_LINK = { one: "out of service", next: "It stays so until a person clears its port." };

export function linksDown(facts: PairFacts): Headline | null {
  const down = downLinks(facts);
  if (down.length === 0) return null;
  const both = down.length === availabilityLinks(facts).length;
  const { one, next } = isLatched(facts) ? LATCHED_LINK : DOWN_LINK;
  return {
    state: "Degraded",
    reason: both ? "Both availability links are down." : `One availability link is ${one}; the other carries all.`,
    next: both ? null : next,
    sinceMs: Math.max(...down.map((link) => link.sinceMs)),
  };
}

export function recoveryLate(vm: ObservedVm, { nowMs }: PairFacts): Headline | null {
  const { recoveryCopy } = vm;
  const { recovery } = vm.declared;
  if (recovery === "none") return null;
  const lagMs = recoveryCopy && recoveryLagNow(vm, recoveryCopy, nowMs);
  if (lagMs !== null && rpoStanding(lagMs, recovery.targetRpoMs) !== "alarm") return null;
  return {
    state: "Degraded",
    reason:
      recoveryCopy && lagMs !== null
        ? `The recovery copy at ${recoveryCopy.siteName} is ${durationWords(lagMs)} behind.`
        : "There is no recovery copy yet.",
    next: "The copy catches up without anyone.",
  };
}

function standbyForming(vm: ObservedVm, facts: PairFacts): Headline | null {
  if (!lacksStandby(vm)) return null;
  return {
    state: "Reprotecting",
    reason: `Both disks are in step; ${hostName(facts, partnerOf(vm))} is still copying the memory.`,
    next: "Fault Tolerance is armed after three clean checkpoints.",
  };
}

/** A host does not see the witness that holds the registers: a loss may end in nobody having the token. */
export function atRisk(facts: PairFacts, power: Power): Headline | null {
  const seen = witnessSeenBy(facts);
  const blind = SIDES.filter((side) => !seen[side]);
  if (blind.length === 0) return null;
  const used = usedWitness(facts)?.name ?? "the witness";
  const reason =
    facts.witnesses.length === 0
      ? "No witness is set up, so neither host may take over."
      : blind.length === 2
        ? `Neither host sees ${used}.`
        : `${hostName(facts, blind[0] as Side)} does not see ${used}, so losing a host may ${power === "off" ? "keep it from starting" : "stop it"}.`;
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

/** It runs and has all that was declared for it. */
export function asItShouldBe(vm: ObservedVm, facts: PairFacts): Headline {
  const partner = hostName(facts, partnerOf(vm));
  const reason =
    vm.declared.compute === "lockstep"
      ? `Both hosts hold every acknowledged write, and ${partner} holds the memory${vm.standbyLagMs === null ? "" : `, ${Math.round(vm.standbyLagMs)} ms behind`}.`
      : `Both hosts hold every acknowledged write; ${partner} restarts it if ${hostName(facts, vm.activeSide)} is lost.`;
  return { state: "Protected", reason, next: null };
}
