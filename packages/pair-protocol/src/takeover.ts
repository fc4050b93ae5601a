import { type Draft, durableOf, partner, self, wakeUnlessHeardAt } from "./draft";
import { hereOf, nameOf, openIncident, recordVm, rootOf, seconds, thereOf } from "./journal";
import { isAside } from "./maintenance";
import { alone } from "./register";
import { ownPromiseEndsAtMs } from "./rules";
import type { VmState } from "./state";
import { ask } from "./token";

/**
 * The standby's half of the race for the token. At Fault Tolerance a suspicion is enough to ask, because the active side
 * can release nothing meanwhile. At High Availability the owner must have been silent until our own promise ran out.
 */
export function takeOver(draft: Draft, vm: VmState): void {
  const { state, nowMs, timing } = draft;
  const { register, pending, intent, yieldedEpoch, alone: wroteAlone } = durableOf(draft, vm);
  if (isAside(draft)) return;
  if (register.owner !== partner(draft) || pending !== null || intent.desiredPower === "off" || wroteAlone) return;
  if (vm.instance !== "stopped" || yieldedEpoch === register.epoch || !draft.rules.mayPromote(draft, vm)) return;
  if (nowMs < state.clockSteadyFromMs) {
    wakeUnlessHeardAt(draft, state.clockSteadyFromMs);
    return;
  }
  const live = standsReady(draft, vm);
  const askAtMs = state.partnerFenced
    ? nowMs
    : live
      ? liveAskAtMs(draft)
      : Math.max(vm.ownerClaimedAtMs + timing.haDeadMs + timing.standbyDelayMs, vm.retryAtMs);
  if (askAtMs === null) return;
  if (nowMs < askAtMs) {
    wakeUnlessHeardAt(draft, askAtMs);
    return;
  }
  if (nowMs < vm.retryAtMs) {
    wakeUnlessHeardAt(draft, vm.retryAtMs);
    return;
  }
  if (!live && !state.partnerFenced && draft.rules.ownPromiseHolds(draft, vm)) {
    wakeUnlessHeardAt(draft, ownPromiseEndsAtMs(draft, vm));
    return;
  }
  // A host that speaks of everything but this machine was never suspected: that silence is what the decision stands on.
  const untold = rootOf(draft, vm) === null && state.partnerRootRef === null;
  openIncident(draft, vm);
  if (untold) {
    recordVm(draft, vm, {
      phase: "detected",
      rule: "partner-lost",
      severity: "critical",
      sentence: state.partnerFenced
        ? `${thereOf(draft)}, which had ${nameOf(draft, vm)}, is confirmed off.`
        : `${thereOf(draft)} does not say any more that it has ${nameOf(draft, vm)}.`,
    });
  }
  recordVm(draft, vm, {
    phase: "decided",
    rule: live ? "take-over-live" : "take-over-restart",
    severity: "critical",
    sentence: state.partnerFenced
      ? `${hereOf(draft)} asks for the token of ${nameOf(draft, vm)}: ${thereOf(draft)} is confirmed off.`
      : `${hereOf(draft)} asks for the token of ${nameOf(draft, vm)}: nothing of it was heard from ${thereOf(draft)} for ${seconds(nowMs - (live ? state.partnerSilentSinceMs : vm.ownerClaimedAtMs))}.`,
  });
  ask(draft, vm, "take-over", { owner: self(draft), inSync: alone(self(draft)) });
}

/** Our standby holds the memory, and the owner has said in this very epoch that it releases nothing without us. */
export function standsReady(draft: Draft, vm: VmState): boolean {
  return vm.standby === "synchronized" && vm.standbyEpoch === durableOf(draft, vm).register.epoch;
}

function liveAskAtMs(draft: Draft): number | null {
  const { state, timing } = draft;
  if (!state.partnerSuspected) return null;
  return state.partnerSilentSinceMs + timing.ftSuspectMs + timing.ftStandbyDelayMs;
}
