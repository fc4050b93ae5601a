import { powerOf } from "./headline";
import { dialStopOf } from "./level";
import { memoryShortfall } from "./lone-host";
import { NO_HEED } from "./no-heed";
import type { ObservedVm } from "./observed";
import {
  commonWitness,
  copiedRatio,
  hasTwoCopies,
  hostName,
  hostStanding,
  hostsHearEachOther,
  isResyncing,
  isStale,
  mayWinToken,
  type PairFacts,
  type PairWithMachines,
  partnerOf,
  resyncEtaAtMs,
  usedWitness,
} from "./pair-facts";
import { protectionOf, type VmProtection } from "./protection";
import { recoveryLagNow } from "./recovery-point";
import { isAnyOrdered, type RestartedMachine, type RestartTurn, restartTurns, turnWords } from "./restart-turn";
import { mebibytesWords } from "./size-words";
import type { Side } from "./state";
import { DEFAULT_TIMING, FT_BLIP_P50_MS, GUEST_BOOT_MS, HOST_BOOT_MS, STANDBY_LOSS_HOLD_MAX_MS } from "./timing";
import { aboutWords, atMostWords, durationWords, percentWords } from "./wording";

export const LOSSES = ["host-a", "host-b", "both-links", "witness", "site"] as const;
export type Loss = (typeof LOSSES)[number];

export const OUTCOMES = ["goes-on", "restarts", "stops", "person-decides", "unknown"] as const;
/** What the machine does by itself. "person-decides": a person may start it elsewhere. */
export type Outcome = (typeof OUTCOMES)[number];

export const OUTCOME_WORD: Readonly<Record<Outcome, string>> = {
  "goes-on": "goes on",
  restarts: "restarts",
  stops: "stops",
  "person-decides": "stops until a person starts it",
  unknown: "not known",
};

/** How long clients wait. Null: not at all, or for as long as nobody can say. */
export interface Pause {
  readonly bound: "about" | "at-most";
  readonly ms: number;
}

/**
 * What one machine would do at one loss, as things stand now. Never the state now, and shown as such. Made by the hundred
 * thousand: written out where it is made, since spreading what they share takes several times as long.
 */
export interface Prediction {
  readonly loss: Loss;
  readonly outcome: Outcome;
  /** The side that would run it; null where none would. */
  readonly onSide: Side | null;
  readonly pause: Pause | null;
  readonly lost: "nothing" | "memory" | "late-writes" | "all" | "unknown";
  /** "Goes on, on lit-b". No full stop: it stands as a heading. */
  readonly sentence: string;
  /** What follows, in a sentence or two. */
  readonly detail: string;
  /** When this exposure is expected to be over; null where it is none, or nobody can say. */
  readonly overAtMs: number | null;
  /** A machine that is off by intent stays off: shown, and not counted. */
  readonly off: boolean;
}

/** "about 0.5 s", "at most 0.35 s", "none". */
export const pauseWords = (pause: Pause | null): string =>
  pause === null ? "none" : pause.bound === "about" ? aboutWords(pause.ms) : atMostWords(pause.ms);

/** From the first instruction to an answer: boot, application. "other" guests are single programs. */
const bootMs = (guest: ObservedVm["guest"]): number =>
  GUEST_BOOT_MS[guest] + (guest === "other" ? 0 : GUEST_BOOT_MS.other);

/** From the loss of its host to an answer, where nobody goes before it: detection, boot, application. */
export const restartMs = (guest: ObservedVm["guest"], timing = DEFAULT_TIMING): number =>
  timing.haDeadMs + bootMs(guest);

/** Disaster Recovery is promised within 15 minutes of being declared (†). */
const RECOVERY_START_MS = 900_000;

/** @param now its protection, where somebody has it already: it is the same for each loss */
export const predictVm = (
  vm: ObservedVm,
  facts: PairFacts | PairWithMachines,
  loss: Loss,
  now?: VmProtection,
): Prediction => inItsTurn(predictAlone(vm, facts, loss, now), vm, facts);

/** The same, without the machines of its pair that are restarted before it. */
export function predictAlone(
  vm: ObservedVm,
  facts: PairFacts | PairWithMachines,
  loss: Loss,
  now: VmProtection = protectionOf(vm, facts),
): Prediction {
  const base = { loss, onSide: null, pause: null, lost: "nothing", overAtMs: null, off: false } as const;
  const power = powerOf(vm);
  if (isStale(facts) || now.state === "Unknown")
    return {
      ...base,
      outcome: "unknown",
      lost: "unknown",
      sentence: "Not known",
      detail: "What its hosts hold now was not heard lately; they decide without the console.",
    };
  const split = facts.hosts.a?.siteRef !== facts.hosts.b?.siteRef && vm.declared.separation === "site";
  if (power === "elsewhere")
    return {
      ...base,
      outcome: "goes-on",
      sentence: "Goes on at the recovery site",
      detail: `It runs at ${vm.recoveryCopy?.siteName ?? "the recovery site"}, and needs nothing of this pair.`,
    };
  // What is off loses nothing it could go on from, but for the site that holds all there is of it.
  if (power === "off")
    return loss === "site" && !split
      ? { ...loseSite(vm, facts.nowMs), off: true }
      : { ...base, outcome: "goes-on", off: true, sentence: "Stays off", detail: "It is off, as asked." };
  if (now.state === "Down" || now.state === "AwaitingQuorum")
    return { ...base, outcome: "stops", sentence: "Does not run now", detail: now.reason };
  const active = lossOfActive(vm);
  if (loss === "witness") return loseWitness(vm, facts);
  if (loss === "both-links") return loseLinks(vm, facts);
  if (loss === "site" && !split) return loseSite(vm, facts.nowMs);
  if (loss === "site" || loss === active) return loseActive(vm, facts, loss);
  return loseStandby(vm, facts, loss);
}

/**
 * A machine that is restarted waits for those of its pair that go before it.
 * @param alone what `predictAlone` says of any machine of the pair at the loss of the host that runs it
 */
export function inItsTurn(
  prediction: Prediction,
  vm: ObservedVm,
  facts: PairFacts | PairWithMachines,
  alone: (machine: ObservedVm) => Prediction = (machine) => predictAlone(machine, facts, lossOfActive(machine)),
): Prediction {
  if (prediction.outcome !== "restarts" || !("machines" in facts)) return prediction;
  const turn = turnsAfterLossOf(vm.activeSide, facts, alone)?.get(vm.ref);
  const words = turn ? turnWords(turn) : null;
  if (!turn || words === null) return prediction;
  const pause: Pause = { bound: "about", ms: restartMs(vm.guest) + turn.startsAfterMs };
  return { ...prediction, pause, detail: `${words} ${prediction.detail}` };
}

const lossOfActive = ({ activeSide }: ObservedVm): Loss => (activeSide === "a" ? "host-a" : "host-b");

type TurnsBySide = Partial<Record<Side, ReadonlyMap<string, RestartTurn>>>;
/** By the facts, which never change: whoever asks for one machine of a pair asks for all. */
const turnsOf = new WeakMap<PairWithMachines, TurnsBySide>();

/** Null where nothing was said of an order. */
function turnsAfterLossOf(
  lost: Side,
  facts: PairWithMachines,
  alone: (machine: ObservedVm) => Prediction,
): ReadonlyMap<string, RestartTurn> | null {
  if (!isAnyOrdered(facts.machines)) return null;
  const known = turnsOf.get(facts) ?? {};
  turnsOf.set(facts, known);
  known[lost] ??= restartTurns(
    facts.machines
      .filter((vm) => vm.activeSide === lost && alone(vm).outcome === "restarts")
      .map(({ ref, name, guest, heed = NO_HEED }): RestartedMachine => {
        return { ref, name, restart: heed.restart, bootMs: bootMs(guest) };
      }),
  );
  return known[lost];
}

/** The partner has what it takes: a complete copy that the register names, and a host that serves. */
const partnerReady = (vm: ObservedVm, facts: PairFacts): boolean =>
  hasTwoCopies(vm) && hostStanding(facts, partnerOf(vm)) === "serves";

function loseActive(vm: ObservedVm, facts: PairFacts | PairWithMachines, loss: Loss): Prediction {
  const here = hostName(facts, vm.activeSide);
  const partner = partnerOf(vm);
  const there = hostName(facts, partner);
  const stops = (detail: string, overAtMs: number | null = null): Prediction => ({
    loss,
    outcome: "stops",
    onSide: null,
    pause: { bound: "about", ms: HOST_BOOT_MS + GUEST_BOOT_MS[vm.guest] },
    lost: "memory",
    sentence: `Stops until ${here} is back`,
    detail,
    overAtMs,
    off: false,
  });
  if (dialStopOf(vm.declared) === "unprotected" && !hasTwoCopies(vm))
    return stops(`Its only copy is on ${here}, as declared.`);
  if (isResyncing(vm))
    return stops(
      `The copy on ${there} is at ${percentWords(copiedRatio(vm))} and is never promoted. Acknowledged writes stay on ${here}.`,
      resyncEtaAtMs(vm, facts.nowMs),
    );
  if (!partnerReady(vm, facts))
    return stops(`${there} has no complete copy that may take over. Acknowledged writes stay on ${here}.`);
  if (!mayWinToken(facts, partner))
    return stops(
      facts.pair?.designatedSurvivor === vm.activeSide
        ? `Without a witness the hosts designated ${here}; ${there} stays frozen.`
        : `${there} sees no witness and cannot win the token.`,
    );
  if (vm.declared.compute === "lockstep" && vm.standbySynchronized)
    return {
      loss,
      outcome: "goes-on",
      onSide: partner,
      pause: { bound: "about", ms: FT_BLIP_P50_MS },
      lost: "nothing",
      sentence: `Goes on, on ${there}`,
      detail: `Clients keep their connections. Then on one copy until ${here} is back.`,
      overAtMs: null,
      off: false,
    };
  const short = memoryShortfall(vm, facts, partner);
  if (short)
    return stops(
      `${there} alone would need ${mebibytesWords(short.neededMiB)} and has ${mebibytesWords(short.presentMiB)}.`,
    );
  return {
    loss,
    outcome: "restarts",
    onSide: partner,
    pause: { bound: "about", ms: restartMs(vm.guest) },
    lost: "memory",
    sentence: `Restarts, on ${there}`,
    detail: `From the mirrored disk: acknowledged writes are kept. Then on one copy until ${here} is back.`,
    overAtMs: null,
    off: false,
  };
}

function loseStandby(vm: ObservedVm, facts: PairFacts, loss: Loss): Prediction {
  const here = hostName(facts, vm.activeSide);
  const there = hostName(facts, partnerOf(vm));
  return goesOnAlone(vm, facts, loss, {
    mirrored: `On one copy until ${there} is back.`,
    resyncing: `The resync starts again when ${there} is back.`,
    alone: `${there} holds nothing of it.`,
    frozen: `${here} sees no witness, cannot win the token, and freezes until one answers.`,
  });
}

/** The machine stays where it is and its copy is dropped, once the token allows it. */
function goesOnAlone(
  vm: ObservedVm,
  facts: PairFacts,
  loss: Loss,
  say: { mirrored: string; resyncing: string; alone: string; frozen: string },
): Prediction {
  const here = hostName(facts, vm.activeSide);
  const goesOn = (pause: Pause | null, detail: string): Prediction => ({
    loss,
    outcome: "goes-on",
    onSide: vm.activeSide,
    pause,
    lost: "nothing",
    sentence: `Goes on, on ${here}`,
    detail,
    overAtMs: null,
    off: false,
  });
  // Only writes on the way to a copy that counts have to wait for the token.
  if (!(vm.register?.inSync.includes(partnerOf(vm)) ?? false))
    return goesOn(null, isResyncing(vm) ? say.resyncing : say.alone);
  if (!mayWinToken(facts, vm.activeSide))
    return {
      loss,
      outcome: "stops",
      onSide: null,
      pause: null,
      lost: "nothing",
      sentence: `Freezes on ${here}`,
      detail: say.frozen,
      overAtMs: null,
      off: false,
    };
  return vm.declared.compute === "lockstep" && vm.standbySynchronized
    ? goesOn({ bound: "at-most", ms: STANDBY_LOSS_HOLD_MAX_MS }, say.mirrored)
    : goesOn(
        { bound: "about", ms: DEFAULT_TIMING.haHeartbeatMs },
        `Writes wait for the token meanwhile. ${say.mirrored}`,
      );
}

function loseLinks(vm: ObservedVm, facts: PairFacts | PairWithMachines): Prediction {
  const here = hostName(facts, vm.activeSide);
  const management = facts.links.find((link) => link.linkKind === "management");
  const agree = management !== undefined && hostsHearEachOther({ ...facts, links: [management] });
  const partner = partnerOf(vm);
  const counted = vm.register?.inSync.includes(partner) ?? false;
  // The active side is blind and its partner is not: the partner wins the race, so this is a takeover.
  if (counted && !agree && !mayWinToken(facts, vm.activeSide) && mayWinToken(facts, partner)) {
    const taken = loseActive(vm, facts, "both-links");
    return { ...taken, detail: `${here} sees no witness and fences itself. ${taken.detail}` };
  }
  return goesOnAlone(vm, facts, "both-links", {
    mirrored: agree
      ? "The hosts agree over management. One copy until a link is back."
      : `${here} wins the token, its partner freezes. One copy until a link is back.`,
    resyncing: "The resync pauses until a link is back.",
    alone: "Nothing of it crosses the links.",
    frozen: `${here} sees no witness, cannot win the token, and freezes until one answers.`,
  });
}

function loseWitness(vm: ObservedVm, facts: PairFacts): Prediction {
  const used = usedWitness(facts);
  const alternate = used ? commonWitness(facts, used) : null;
  const single = dialStopOf(vm.declared) === "unprotected";
  return {
    loss: "witness",
    outcome: "goes-on",
    onSide: vm.activeSide,
    pause: null,
    lost: "nothing",
    sentence: `Goes on, on ${hostName(facts, vm.activeSide)}`,
    detail: single
      ? "It needs no witness."
      : alternate
        ? `The hosts move to ${alternate.name} within seconds.`
        : "At risk until it is back: a second loss may stop it.",
    overAtMs: null,
    off: false,
  };
}

function loseSite(vm: ObservedVm, nowMs: number): Prediction {
  const copy = vm.recoveryCopy;
  if (copy)
    return {
      loss: "site",
      outcome: "person-decides",
      onSide: null,
      pause: { bound: "at-most", ms: RECOVERY_START_MS },
      lost: "late-writes",
      sentence: `A person may start it at ${copy.siteName}`,
      detail: `The last consistent copy there is ${durationWords(recoveryLagNow(vm, copy, nowMs))} behind; what was written since is lost.`,
      overAtMs: null,
      off: false,
    };
  return {
    loss: "site",
    outcome: "stops",
    onSide: null,
    pause: null,
    lost: "all",
    sentence: `${powerOf(vm) === "off" ? "Stays off" : "Stops"}. There is no copy elsewhere`,
    detail: `${dialStopOf(vm.declared) === "unprotected" ? "Its copy is" : "Both copies are"} at this site. Disaster Recovery would keep one at another.`,
    overAtMs: null,
    off: false,
  };
}
