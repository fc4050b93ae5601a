import { type Headline, powerOf } from "./headline";
import type { ObservedVm } from "./observed";
import { hostName, hostStanding, type PairFacts } from "./pair-facts";
import { bytesWords } from "./size-words";
import { otherSide } from "./state";
import { ageWords } from "./wording";

/** Its copies differ, and either may be the right one: it goes on with one, which is all that counts before a person has said which. */
export function copiesDiffer(vm: ObservedVm, facts: PairFacts): Headline | null {
  const { undecided } = vm;
  if (!undecided) return null;
  const [here, there] = [hostName(facts, otherSide(undecided.waits)), hostName(facts, undecided.waits)];
  const { differingBytes, foundAtMs } = undecided;
  const what = differingBytes === null ? "What" : `${bytesWords(differingBytes)} of what`;
  const found = foundAtMs === null ? "" : `, found ${ageWords(foundAtMs, facts.nowMs)}`;
  const runs = powerOf(vm) === "off" ? "Would start from" : "Runs on";
  const absent = hostStanding(facts, undecided.waits) === "serves" ? "" : ` That can be said once ${there} is back.`;
  return {
    state: "Unprotected",
    reason: `${runs} one copy, on ${here}. ${what} it holds is not the same on ${there}${found}, and which of the two is right can't be told: it has run on both. Nothing is copied before a person has chosen the copy that stays.${absent}`,
    next: null,
    sinceMs: foundAtMs,
  };
}

/** A person has given the copy up that it ran on, and the other host takes it up. */
export function handedOver(vm: ObservedVm, facts: PairFacts): Headline | null {
  const { undecided } = vm;
  if (!undecided?.givenUp) return null;
  const there = hostName(facts, undecided.waits);
  return {
    state: "Down",
    reason: `A person has given its copy on ${hostName(facts, otherSide(undecided.waits))} up for the one on ${there}.`,
    next: `${there} starts it from its own copy once it hears that.`,
  };
}
