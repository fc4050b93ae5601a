import { copyOfHost, type Draft, thinDraftOf } from "./draft";
import { heardOn, newsOf, sendHeartbeat } from "./heartbeat";
import type { Input } from "./input";
import type { Rules } from "./rules";
import { hearSameWords } from "./same-words";
import type { HostState } from "./state";
import type { StepOutcome } from "./step";
import type { ProtocolTiming } from "./timing";

/**
 * A host is at rest where its last step ended with no rule finding anything to do: until the earliest time that a rule
 * waits for, every rule would find the same again. So what says nothing new then (a tick, a further copy of a heartbeat)
 * needs no look at them, and a heartbeat of ours at most; and what repeats itself (same-words.ts) a look at few. Most of
 * what a host learns is of that kind.
 */
interface Rest {
  readonly timing: ProtocolTiming;
  readonly rules: Rules;
  readonly fromMs: number;
  readonly untilMs: number;
  /** A rule that looks at the clock without asking for a tick, or forgot to say that it changes, is looked at again by then. */
  readonly sameUntilMs: number;
  /** When a rule wants to be looked at again; those that a word of the partner puts off left out; and when the host does. */
  readonly rulesWakeAtMs: number;
  readonly stillWakeAtMs: number;
  readonly wakeAtMs: number;
  readonly said: Draft["said"];
}

/** Remembered beside the states and not in them: it follows from a state, and one from elsewhere is looked at in full. */
const RESTS = new WeakMap<HostState, Rest>();

/** When the rules want to be looked at again: to be taken before our next heartbeat asks for its own time. */
export const rulesWakeOf = ({ wakeAtMs, stillWakeAtMs }: Draft): RulesWake => ({ wakeAtMs, stillWakeAtMs });
type RulesWake = Pick<Draft, "wakeAtMs" | "stillWakeAtMs">;

/** To be called at the end of a step. */
export function noteRest(draft: Draft, rulesWake: RulesWake): void {
  const { state, timing, rules, nowMs, wakeAtMs, atRest, said } = draft;
  if (!atRest) return;
  const rulesWakeAtMs = rulesWake.wakeAtMs;
  // A rule that forgot to say that it changes is late by a heartbeat at most: that is within every margin.
  const sameUntilMs = Math.min(draft.sameUntilMs, nowMs + timing.haHeartbeatMs);
  const untilMs = Math.min(rulesWakeAtMs, sameUntilMs);
  const { stillWakeAtMs } = rulesWake;
  RESTS.set(state, {
    timing,
    rules,
    fromMs: nowMs,
    untilMs,
    sameUntilMs,
    rulesWakeAtMs,
    stillWakeAtMs,
    wakeAtMs,
    said,
  });
}

/** @returns what the whole step would; null where that has to be taken */
export function stepAtRest(state: HostState, input: Input, timing: ProtocolTiming, rules: Rules): StepOutcome | null {
  if (input.kind !== "tick" && input.kind !== "received") return null;
  const rest = RESTS.get(state);
  if (rest === undefined || rest.timing !== timing || rest.rules !== rules) return null;
  const { nowMs } = input;
  if (nowMs < rest.fromMs || nowMs >= rest.untilMs) return null;
  const news = input.kind === "tick" ? "nothing" : newsOf(state, input.message);
  if (input.kind === "received" && news === "new") return hearNew(state, input, rest);
  if (nowMs >= rest.wakeAtMs) return beat(state, input, rest);
  if (input.kind === "tick" || news === "nothing") return { state, effects: [], wakeAtMs: rest.wakeAtMs };
  const next = copyOfHost(state, state.vms, state.sights);
  next.heardOnPathAtMs = heardOn(state, input.path, nowMs);
  RESTS.set(next, rest);
  return { state: next, effects: [], wakeAtMs: rest.wakeAtMs };
}

/** Nothing but our heartbeat is due. */
function beat(state: HostState, input: Input, { timing, rules, ...rest }: Rest): StepOutcome {
  const draft = thinDraftOf(state, input.nowMs, timing, rules);
  draft.wakeAtMs = rest.rulesWakeAtMs;
  draft.stillWakeAtMs = rest.stillWakeAtMs;
  if (input.kind === "received" && newsOf(state, input.message) === "again")
    draft.state.heardOnPathAtMs = heardOn(state, input.path, input.nowMs);
  return endAtRest(draft, rest);
}

function hearNew(state: HostState, input: Extract<Input, { kind: "received" }>, rest: Rest): StepOutcome | null {
  const draft = thinDraftOf(state, input.nowMs, rest.timing, rest.rules);
  draft.wakeAtMs = rest.stillWakeAtMs;
  draft.stillWakeAtMs = rest.stillWakeAtMs;
  return hearSameWords(draft, input.path, input.message) ? endAtRest(draft, rest) : null;
}

function endAtRest(draft: Draft, { sameUntilMs, said }: Pick<Rest, "sameUntilMs" | "said">): StepOutcome {
  draft.sameUntilMs = Math.min(draft.sameUntilMs, sameUntilMs);
  draft.said = said;
  const rulesWake = rulesWakeOf(draft);
  sendHeartbeat(draft);
  noteRest(draft, rulesWake);
  return { state: draft.state, effects: draft.effects, wakeAtMs: draft.wakeAtMs };
}
