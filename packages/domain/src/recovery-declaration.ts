import type { ObservedVm } from "./observed";
import { hostName, hostStanding, type PairFacts } from "./pair-facts";
import type { VmProtection } from "./protection";
import type { RecoveryPoint } from "./recovery-point";
import { SIDES } from "./state";
import { allowed, type RunningTask, type Verdict } from "./transition";
import { durationWords, listWords } from "./wording";

type Known = Pick<VmProtection, "state" | "power" | "declared" | "etaAtMs" | "reason">;
type Running = RunningTask | null;

/**
 * May a person declare that its pair is lost? Only where every host that could start it is known to be gone: what only
 * does not answer may still run it.
 */
export function allowedRecover(vm: ObservedVm, facts: PairFacts, protection: Known, running: Running = null): Verdict {
  const answer = allowed("vm.recover", protection, running);
  if (!answer.allowed) return answer;
  const no = (reason: string): Verdict => ({ allowed: false, reason, untilMs: null });
  if (vm.recoveryCopy === null) return no("There is no copy of it at a recovery site.");
  const able = SIDES.filter((side) => vm.register?.inSync.includes(side) ?? true);
  const there = able.filter((side) => hostStanding(facts, side) !== "away");
  return there.length === 0
    ? answer
    : no(`${listWords(there.map((side) => hostName(facts, side)))} may still start it.`);
}

/** May it be brought back? Not before a host of its pair is there to take it. */
export function allowedFailBack(facts: PairFacts, protection: Known, running: Running = null): Verdict {
  const answer = allowed("vm.fail-back", protection, running);
  if (!answer.allowed || SIDES.some((side) => hostStanding(facts, side) === "serves")) return answer;
  const hosts = SIDES.map((side) => hostName(facts, side));
  return { allowed: false, reason: `Not before a host of its pair answers: ${hosts.join(" or ")}.`, untilMs: null };
}

/** What is given up with it, in the words that a person signs. */
export const recoveryLossWords = ({ behindMs }: Pick<RecoveryPoint, "behindMs">): string =>
  behindMs === 0 ? "its memory" : `what it wrote in its last ${durationWords(behindMs)}, and its memory`;
