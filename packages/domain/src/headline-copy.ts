import type { Headline } from "./headline";
import type { ObservedVm } from "./observed";
import {
  carryingLinks,
  copiedRatio,
  hasTwoCopies,
  hostName,
  hostStanding,
  isResyncing,
  type PairFacts,
  partnerOf,
  resyncEtaAtMs,
} from "./pair-facts";
import { HOST_LABEL } from "./part-label";
import { isStorageFull } from "./part-limit";
import { bytesOfWords } from "./size-words";
import type { Side } from "./state";
import { percentWords } from "./wording";

/** It runs on the one copy that was asked for. */
export function asDeclared(vm: ObservedVm, facts: PairFacts): Headline {
  return {
    state: "Unprotected",
    reason: `Runs on one copy, on ${hostName(facts, vm.activeSide)}, as declared.`,
    next: null,
  };
}

/** The second copy is being filled. */
export function filling(vm: ObservedVm, facts: PairFacts): Headline | null {
  if (!isResyncing(vm)) return null;
  const here = hostName(facts, vm.activeSide);
  const partner = hostName(facts, partnerOf(vm));
  const away = hostStanding(facts, partnerOf(vm)) === "away";
  const { totalBytes, outOfSyncBytes } = vm.mirror;
  return {
    state: away ? "Unprotected" : "Resyncing",
    reason: `Has one complete copy, on ${here}; the copy on ${partner} is at ${percentWords(copiedRatio(vm))}, ${bytesOfWords(totalBytes - outOfSyncBytes, totalBytes)}.`,
    next: away
      ? `The resync goes on when ${partner} is back.`
      : "Two copies when the resync is complete, without anyone.",
    etaAtMs: away ? null : resyncEtaAtMs(vm, facts.nowMs),
    sinceMs: vm.mirror.resyncSinceMs,
  };
}

/** It runs, and the second copy does not count. */
export function oneCopy(vm: ObservedVm, facts: PairFacts): Headline | null {
  const here = hostName(facts, vm.activeSide);
  const partner = hostName(facts, partnerOf(vm));
  const leg = vm.mirror.legs[partnerOf(vm)];
  const failed = vm.mirror.legs[vm.activeSide] === "Failed";
  // Only a person starts it there, past the token that its owner still has.
  if (failed && leg !== "UpToDate" && vm.instances[partnerOf(vm)] === "Running")
    return {
      state: "Unprotected",
      reason: `Runs on ${partner} alone, past the token of ${here}, from a copy that lacks the last writes; the disk on ${here} failed.`,
      next: null,
    };
  if (hostStanding(facts, partnerOf(vm)) === "away")
    return {
      state: "Unprotected",
      reason: `Has one copy, on ${here}: ${partner} ${awayWords(facts, partnerOf(vm))}.`,
      next: `The copy is filled when ${partner} is back.`,
    };
  if (hasTwoCopies(vm)) return null;
  if (vm.mirror.replication === "Paused") {
    const target = facts.hosts[partnerOf(vm)];
    const full = target !== null && isStorageFull(target);
    return {
      state: "Unprotected",
      reason: full
        ? `Has one complete copy, on ${here}; the resync is paused, because the storage of ${partner} is full.`
        : `Has one complete copy, on ${here}; the resync is paused.`,
      next: full ? `The resync goes on when there is space on ${partner}.` : "The resync goes on when a link is back.",
    };
  }
  if (failed && leg === "UpToDate")
    return {
      state: "Unprotected",
      reason: `Has one copy, on ${partner}: the disk on ${here} failed.`,
      next: `It moves to ${partner}.`,
    };
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

/** "is powered off", "is failed": why a host can't be counted on. */
export function awayWords(facts: PairFacts, side: Side): string {
  const state = facts.hosts[side]?.state;
  return state === undefined ? "is not known" : `is ${HOST_LABEL[state].word.toLowerCase()}`;
}
