import { copyOfHost, type Draft, thinDraftOf } from "./draft";
import { heardOn, newsOf, sendHeartbeat } from "./heartbeat";
import type { Input } from "./input";
import type { Rules } from "./rules";
import type { HostState } from "./state";
import type { StepOutcome } from "./step";
import type { ProtocolTiming } from "./timing";

/**
 * A host is at rest where its last step ended with no rule finding anything to do: until the earliest time that a rule
 * waits for, every rule would find the same again. So what says nothing new then (a tick, a further copy of a heartbeat)
 * needs no look at them, and a heartbeat of ours at most. Most of what a host learns is of that kind.
 */
interface Rest {
  readonly timing: ProtocolTiming;
  readonly rules: Rules;
  readonly fromMs: number;
  readonly untilMs: number;
  /** When a rule wants to be looked at again, and when the host does, which sends heartbeats meanwhile. */
  readonly rulesWakeAtMs: number;
  readonly wakeAtMs: number;
}

/** Remembered beside the states and not in them: it follows from a state, and one from elsewhere is looked at in full. */
const RESTS = new WeakMap<HostState, Rest>();

/** To be called at the end of a step. @param rulesWakeAtMs without our next heartbeat */
export function noteRest(draft: Draft, rulesWakeAtMs: number): void {
  const { state, timing, rules, nowMs, wakeAtMs, atRest, sameUntilMs } = draft;
  // A rule that forgot to say that it changes is late by a heartbeat at most: that is within every margin.
  const untilMs = Math.min(rulesWakeAtMs, sameUntilMs, nowMs + timing.haHeartbeatMs);
  if (atRest) RESTS.set(state, { timing, rules, fromMs: nowMs, untilMs, rulesWakeAtMs, wakeAtMs });
}

/** @returns what the whole step would; null where that has to be taken */
export function stepAtRest(state: HostState, input: Input, timing: ProtocolTiming, rules: Rules): StepOutcome | null {
  if (input.kind !== "tick" && input.kind !== "received") return null;
  const rest = RESTS.get(state);
  if (rest === undefined || rest.timing !== timing || rest.rules !== rules) return null;
  const { nowMs } = input;
  if (nowMs < rest.fromMs || nowMs >= rest.untilMs) return null;
  const news = input.kind === "tick" ? "nothing" : newsOf(state, input.message);
  if (news === "new") return null;
  if (nowMs >= rest.wakeAtMs) return beat(state, input, rest);
  if (input.kind === "tick" || news === "nothing") return { state, effects: [], wakeAtMs: rest.wakeAtMs };
  const next = copyOfHost(state, state.vms, state.sights);
  next.heardOnPathAtMs = heardOn(state, input.path, nowMs);
  RESTS.set(next, rest);
  return { state: next, effects: [], wakeAtMs: rest.wakeAtMs };
}

/** Nothing but our heartbeat is due. */
function beat(state: HostState, input: Input, { timing, rules, untilMs, rulesWakeAtMs }: Rest): StepOutcome {
  const draft = thinDraftOf(state, input.nowMs, timing, rules);
  draft.wakeAtMs = rulesWakeAtMs;
  draft.sameUntilMs = untilMs;
  if (input.kind === "received" && newsOf(state, input.message) === "again")
    draft.state.heardOnPathAtMs = heardOn(state, input.path, input.nowMs);
  sendHeartbeat(draft);
  noteRest(draft, rulesWakeAtMs);
  return { state: draft.state, effects: draft.effects, wakeAtMs: draft.wakeAtMs };
}
