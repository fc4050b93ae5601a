import type { Headline } from "./headline";
import { awayWords } from "./headline-copy";
import type { ObservedVm } from "./observed";
import { hasTwoCopies, hostName, hostStanding, type PairFacts } from "./pair-facts";
import { otherSide, SIDES, type Side } from "./state";

/**
 * A machine that is off as asked is judged by what it would start from: nothing replicates while nobody writes, and
 * nothing is copied before it runs again.
 */
export function offAsDeclared(vm: ObservedVm, facts: PairFacts): Headline {
  return {
    state: "Unprotected",
    reason: `Off, as asked. Its one copy is on ${hostName(facts, vm.activeSide)}, as declared.`,
    next: null,
  };
}

/** Fewer than two copies that it could start from. */
export function offOneCopy(vm: ObservedVm, facts: PairFacts): Headline | null {
  const counts = (side: Side): boolean => vm.register?.inSync.includes(side) ?? false;
  const away = (side: Side): boolean => hostStanding(facts, side) === "away";
  const good = SIDES.filter((side) => counts(side) && vm.mirror.legs[side] === "UpToDate" && !away(side));
  const [first] = good;
  const answer = (reason: string, next: string | null): Headline => ({
    state: "Unprotected",
    reason: `Off, as asked. ${reason}`,
    next,
  });
  if (first === undefined) {
    const lost = SIDES.find((side) => counts(side) && away(side));
    return lost === undefined
      ? answer("No complete copy of it is known.", null)
      : answer(
          `Its copy on ${hostName(facts, lost)} is out of reach: ${hostName(facts, lost)} ${awayWords(facts, lost)}.`,
          `It can start when ${hostName(facts, lost)} is back.`,
        );
  }
  if (good.length === 2)
    return hasTwoCopies(vm)
      ? null
      : answer("Both hosts hold a copy; whether they are in step is not known.", "They are made equal when it runs.");
  const here = hostName(facts, first);
  const other = otherSide(first);
  const there = hostName(facts, other);
  if (away(other))
    return answer(
      `Has one copy within reach, on ${here}: ${there} ${awayWords(facts, other)}.`,
      counts(other)
        ? `Two copies again when ${there} is back.`
        : `The copy is filled once ${there} is back and the machine runs.`,
    );
  return answer(
    `Has one complete copy, on ${here}; the copy on ${there} is ${vm.mirror.legs[other]}.`,
    hostStanding(facts, other) === "serves"
      ? "The copy is filled when the machine runs."
      : `It is known again when ${there} answers.`,
  );
}

/** Two copies that count, and a host that may not be there when it is to start. */
export function offInDoubt(facts: PairFacts): Headline | null {
  const silent = SIDES.find((side) => hostStanding(facts, side) === "in-doubt");
  if (silent === undefined) return null;
  const name = hostName(facts, silent);
  return {
    state: "Degraded",
    reason: `Off, as asked. Both copies are in step, but ${name} does not answer, so it may not start there.`,
    next: `Protected again when ${name} answers.`,
  };
}

/** Both copies count, and either host would serve. */
export const offInStep: Headline = {
  state: "Protected",
  reason: "Off, as asked. Both copies are in step, and it can start from either.",
  next: null,
};
