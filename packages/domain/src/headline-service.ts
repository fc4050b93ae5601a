import type { Headline, Power } from "./headline";
import { COMING, LIVE } from "./headline";
import { DEFAULT_MTBF_RULE } from "./mtbf";
import type { ObservedVm } from "./observed";
import {
  ageMs,
  bothUnheard,
  hostName,
  hostStanding,
  isStale,
  lostCopies,
  type PairFacts,
  partnerOf,
  runningSides,
  silenceWords,
  witnessSeenBy,
} from "./pair-facts";
import { SIDES } from "./state";
import { GUEST_BOOT_MS } from "./timing";
import { aboutWords, ageWords, durationWords, listWords } from "./wording";

/** Whether it can be told at all that it serves. */
export function unknown(vm: ObservedVm, facts: PairFacts): Headline | null {
  if (isStale(facts)) {
    const age = ageMs(facts);
    return {
      state: "Unknown",
      reason: Number.isFinite(age)
        ? `Last heard from ${ageWords(facts.nowMs - age, facts.nowMs)}; ${silenceWords(facts)}${bothUnheard(facts) ? proposalWords(vm, " where both are off for certain") : ""}`
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

/** Where both hosts are gone a person may declare that; nothing does so by itself. */
const proposalWords = ({ recoveryCopy }: ObservedVm, doubt: "" | " where both are off for certain"): string =>
  recoveryCopy ? ` ${recoveryCopy.siteName} has a recovery copy: a person may declare Disaster Recovery${doubt}.` : "";

/** Both sides have written what the other does not have: neither copy is the machine before a person has chosen. */
export function twoHistories(vm: ObservedVm, facts: PairFacts, power: Power): Headline | null {
  const { histories } = vm;
  if (!histories) return null;
  const [a, b] = [hostName(facts, "a"), hostName(facts, "b")];
  const since = histories.commonAtMs ?? null;
  const age = since === null ? "" : ` Both were last alike ${ageWords(since, facts.nowMs)}.`;
  const answer = (reason: string, next: string | null): Headline => ({
    state: "AwaitingQuorum",
    reason: `${reason}${age}`,
    next,
    sinceMs: since,
  });
  if (runningSides(vm).length > 0)
    return answer(
      `It runs on ${listWords(runningSides(vm).map((side) => hostName(facts, side)))}, and each side has acknowledged writes that the other does not have.`,
      `${a} and ${b} stop it once they hear each other; then a person chooses which copy stays.`,
    );
  const held = `${a} and ${b} both went on with it alone, so it has two histories. Neither copy is used or overwritten before a person has chosen which one stays.`;
  return power === "off" ? { ...answer(`Off, as asked. ${held}`, null), state: "Unprotected" } : answer(held, null);
}

/** It should serve and no host runs it. */
export function notServing(vm: ObservedVm, facts: PairFacts, power: Power): Headline | null {
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
  const mtbf = vm.heed?.mtbf ?? DEFAULT_MTBF_RULE;
  if (a === "CrashedMtbfExceeded" || b === "CrashedMtbfExceeded")
    return {
      state: "Down",
      reason:
        mtbf.policy === "never-restart"
          ? "The guest crashed, and its policy never restarts it."
          : "The guest crashed too often and is not restarted any more.",
      next: null,
    };
  if (vm.instances[vm.activeSide] === "Crashed")
    return {
      state: "Down",
      reason: "The guest crashed.",
      next:
        mtbf.policy === "always-restart"
          ? "The host restarts it, as often as it crashes."
          : mtbf.thresholdMs.vm === DEFAULT_MTBF_RULE.thresholdMs.vm
            ? "The host restarts it, at most three times in an hour."
            : `The host restarts it, at most three times within ${durationWords(mtbf.thresholdMs.vm)}.`,
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
    if (partnerMay && hostStanding(facts, partner) === "away")
      return {
        state: "Down",
        reason: `Neither ${lost} nor ${hostName(facts, partner)} is there.${proposalWords(vm, "")}`,
        next: "It starts when they are back, from the newer copy.",
      };
    return {
      state: "Down",
      reason: `${lost} holds its only complete copy and does not answer.`,
      next: `It starts when ${lost} is back.`,
    };
  }
  return (
    nothingLeft(vm, facts) ??
    waitsItsTurn(vm, facts) ?? {
      state: "Down",
      reason: `It should run on ${hostName(facts, vm.activeSide)} and does not.`,
      next: "The host starts it.",
    }
  );
}

/** There is no copy of it that hosts may go on with: what its guest still wants to write goes nowhere. */
function nothingLeft(vm: ObservedVm, facts: PairFacts): Headline | null {
  const lost = lostCopies(vm);
  if (!lost) return null;
  return {
    state: "Down",
    reason: `No complete copy of it is left: on ${hostName(facts, "a")} it is ${lost.a}, on ${hostName(facts, "b")} ${lost.b}.`,
    next: null,
  };
}

/** Its host has it, and starts others first. */
function waitsItsTurn({ restartWait, activeSide }: ObservedVm, facts: PairFacts): Headline | null {
  if (!restartWait) return null;
  const { forNames, untilMs } = restartWait;
  const left = durationWords(Math.max(0, untilMs - facts.nowMs));
  const host = hostName(facts, activeSide);
  return forNames.length === 0
    ? {
        state: "Down",
        reason: `It waits out the delay of its policy before it is started on ${host}.`,
        next: `${host} starts it in ${left}.`,
      }
    : {
        state: "Down",
        reason: `It is started on ${host} after ${listWords(forNames)}, as its policy says.`,
        next: `${host} starts it once ${forNames.length === 1 ? "that answers" : "they answer"}, and waits for ${left} at most.`,
      };
}

/** It runs, and nothing of it is acknowledged before the hosts know who may go on. */
export function held(vm: ObservedVm, facts: PairFacts): Headline | null {
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
  const lost = nothingLeft(vm, facts);
  if (lost) return lost;
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
