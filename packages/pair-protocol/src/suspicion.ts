import { type Draft, durableOf, stir, wakeUnlessHeardAt } from "./draft";
import { pairIncident, recordHost, seconds, thereOf } from "./journal";
import { isSilencePlanned } from "./partner-away";
import { suspectAfterMs } from "./timing";

/** How often we send: fast as soon as any machine of the pair is declared fault tolerant. */
export function heartbeatIntervalMs(draft: Draft): number {
  for (const vm of Object.values(draft.state.vms)) {
    if (durableOf(draft, vm).intent.declared.compute === "lockstep" || vm.lockstep !== "off") {
      return draft.timing.ftHeartbeatMs;
    }
  }
  return draft.timing.haHeartbeatMs;
}

/** Silence of the partner after which it, or a link, counts as lost for now. */
export const suspectSilenceMs = ({ state, timing }: Draft): number =>
  suspectAfterMs(timing, state.heard?.heartbeat.everyMs ?? timing.haHeartbeatMs);

/** From when both availability links count as silent if nothing more is heard on either. */
export function cablesSpeakUntilMs(draft: Draft): number {
  const { "link-a": a, "link-b": b } = draft.state.heardOnPathAtMs;
  const heardAtMs = Math.max(a ?? Number.NEGATIVE_INFINITY, b ?? Number.NEGATIVE_INFINITY);
  return heardAtMs + suspectSilenceMs(draft);
}

/** partner-lost: silence on every path. A suspicion makes a host ask the witness; it moves nothing by itself. */
export function watchPartner(draft: Draft): void {
  const { state, nowMs, timing } = draft;
  const suspectAtMs = state.partnerSilentSinceMs + suspectSilenceMs(draft);
  const deadAtMs = state.partnerSilentSinceMs + timing.haDeadMs;
  if (!state.partnerSuspected) {
    if (nowMs < suspectAtMs) wakeUnlessHeardAt(draft, suspectAtMs);
    else {
      state.partnerSuspected = true;
      const forTime = seconds(nowMs - state.partnerSilentSinceMs);
      recordHost(draft, { kind: "host", ref: thereOf(draft) }, pairIncident(draft), {
        phase: "detected",
        rule: "partner-lost",
        ...(isSilencePlanned(state)
          ? {
              severity: "warning",
              sentence: `${thereOf(draft)}, which is in maintenance, has not been heard for ${forTime}.`,
            }
          : {
              faultKind: state.partnerFenced ? "host-power-loss" : "partition",
              severity: "critical",
              sentence: `${thereOf(draft)} has not been heard on any path for ${forTime}.`,
            }),
      });
    }
  }
  if (!state.partnerDead) {
    if (nowMs < deadAtMs) wakeUnlessHeardAt(draft, deadAtMs);
    else {
      state.partnerDead = true;
      draft.touched = true;
      stir(draft);
    }
  }
}

export function partnerHeard(draft: Draft): void {
  const { state, nowMs } = draft;
  if (state.partnerSuspected) {
    recordHost(draft, { kind: "host", ref: thereOf(draft) }, state.partnerRootRef, {
      phase: null,
      rule: "partner-back",
      faultKind: "partition",
      clears: true,
      sentence: `${thereOf(draft)} is heard again after ${seconds(nowMs - state.partnerSilentSinceMs)}.`,
    });
    // What kept a copy from being made may have gone with the silence.
    for (const vm of Object.values(state.vms)) vm.copiesInVain = 0;
  }
  state.partnerSilentSinceMs = nowMs;
  state.partnerSuspected = false;
  state.partnerDead = false;
  state.partnerFenced = false;
}

/** The incident between the hosts is over when the partner answers and no machine is still involved in it. */
export function closePairIncident(draft: Draft): void {
  const { state } = draft;
  if (state.partnerRootRef === null || state.partnerSuspected) return;
  if (Object.values(state.vms).every((vm) => durableOf(draft, vm).rootRef !== state.partnerRootRef)) {
    state.partnerRootRef = null;
    stir(draft);
  }
}
