import type { Draft } from "./draft";
import { heardOn, newsOf } from "./heartbeat";
import type { Input } from "./input";
import type { Rules } from "./rules";
import type { HostState } from "./state";
import type { StepOutcome } from "./step";
import type { ProtocolTiming } from "./timing";

/**
 * A host is at rest where its last step ended with no rule finding anything to do: until the earliest time that a rule
 * waits for, every rule would find the same again. So what says nothing new then (a tick, a further copy of a heartbeat)
 * needs no look at them. Most of what a host learns is of that kind.
 */
interface Rest {
  readonly timing: ProtocolTiming;
  readonly rules: Rules;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly wakeAtMs: number;
}

/** Remembered beside the states and not in them: it follows from a state, and one from elsewhere is looked at in full. */
const RESTS = new WeakMap<HostState, Rest>();

/** To be called at the end of a step. */
export function noteRest({ state, timing, rules, nowMs, wakeAtMs, atRest, sameUntilMs }: Draft): void {
  if (!atRest) return;
  RESTS.set(state, { timing, rules, fromMs: nowMs, untilMs: Math.min(wakeAtMs, sameUntilMs), wakeAtMs });
}

/** @returns what the whole step would; null where that has to be taken */
export function stepAtRest(state: HostState, input: Input, timing: ProtocolTiming, rules: Rules): StepOutcome | null {
  if (input.kind !== "tick" && input.kind !== "received") return null;
  const rest = RESTS.get(state);
  if (rest === undefined || rest.timing !== timing || rest.rules !== rules) return null;
  if (input.nowMs < rest.fromMs || input.nowMs >= rest.untilMs) return null;
  const { wakeAtMs } = rest;
  const news = input.kind === "tick" ? "nothing" : newsOf(state, input.message);
  if (input.kind === "tick" || news === "nothing") return { state, effects: [], wakeAtMs };
  if (news === "new") return null;
  const next = { ...state, heardOnPathAtMs: heardOn(state, input.path, input.nowMs) };
  RESTS.set(next, rest);
  return { state: next, effects: [], wakeAtMs };
}
