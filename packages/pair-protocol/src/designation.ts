import { amend, type Draft, durableOf, partner, self, wakeAt } from "./draft";
import { isLegUsable } from "./durable";
import { hereOf, nameOf, recordVm, seconds, thereOf } from "./journal";
import { alone, BOTH, isInSync, isSolo } from "./register";
import type { VmState } from "./state";
import { ask } from "./token";
import { partnerWentOn } from "./two-histories";

/**
 * designate: both hosts have been without the witness for long, and hear each other. The standby promises durably never
 * to take the machine over in this epoch; only then does the active side note durably that it may go on alone.
 * The epoch is the name of the promise: any newer register ends it, so no late message can revive or revoke it.
 */
export function designate(draft: Draft, vm: VmState): void {
  const { state, nowMs, timing } = draft;
  const { register, pending, yieldedEpoch, designatedEpoch, alone: wroteAlone, splitBrain } = durableOf(draft, vm);
  // Who has gone on past the token promises nothing, and nobody beside it may.
  if (
    splitBrain ||
    wroteAlone ||
    partnerWentOn(draft, vm) ||
    !isInSync(register, partner(draft)) ||
    !isInSync(register, self(draft))
  )
    return;
  const report = vm.partner;
  const bothWithout =
    state.witness.lost &&
    !state.partnerSuspected &&
    (state.heard?.heartbeat.witnessLostMs ?? 0) >= timing.designateAfterMs;
  if (!bothWithout || report === null || report.register.epoch !== register.epoch) return;
  // Whoever has lost its own leg can't go on alone: the promise would only keep the good one from taking over.
  if (register.owner !== self(draft) && !report.legUsable) return;
  const dueAtMs = state.witness.silentSinceMs + timing.designateAfterMs;
  if (nowMs < dueAtMs) {
    wakeAt(draft, dueAtMs);
    return;
  }

  if (register.owner !== self(draft)) {
    // A takeover of ours that may still win would break the promise.
    if (yieldedEpoch === register.epoch || pending !== null) return;
    amend(draft, vm, { yieldedEpoch: register.epoch });
    draft.beatNow = true;
    return;
  }
  if (designatedEpoch === register.epoch || !draft.rules.partnerYields(draft, vm)) return;
  // One that has lost its memory may have made use of that promise before: what it wrote alone is then nowhere else.
  if (!isLegUsable(durableOf(draft, vm))) return;
  // Were our own pending change to bring the partner back in, its promise would be void without our knowing.
  if (pending?.next.inSync.includes(partner(draft))) return;
  amend(draft, vm, { designatedEpoch: register.epoch });
  draft.beatNow = true;
  recordVm(draft, vm, {
    phase: "decided",
    rule: "designate",
    severity: "major",
    sentence: `The witness has been gone for ${seconds(nowMs - state.witness.silentSinceMs)}: ${hereOf(draft)} and ${thereOf(draft)} agreed that ${nameOf(draft, vm)} goes on at ${hereOf(draft)} if they lose each other.`,
  });
}

/** end-designation: the witness is back. The register is brought up to what happened, and the new epoch ends the promise. */
export function endDesignation(draft: Draft, vm: VmState): void {
  const { register, pending, designatedEpoch, alone: wroteAlone, splitBrain } = durableOf(draft, vm);
  if (draft.state.witness.lost || draft.state.witness.foreign || pending !== null || splitBrain) return;
  if (register.owner !== self(draft) && !wroteAlone) return;
  if (!wroteAlone && designatedEpoch !== register.epoch && !isUnusedPromise(draft, vm)) return;
  if (!wroteAlone && !isInSync(register, partner(draft))) return;
  // The partner has a history by the token, whether it is there or not: which of the two stays is a person's choice.
  if (wroteAlone && isSolo(register, partner(draft))) return;
  if (draft.state.witness.lastReplyAtMs === null) return;
  if (draft.nowMs < vm.retryAtMs) {
    wakeAt(draft, vm.retryAtMs);
    return;
  }
  // Bringing the partner back in needs a lease again, and has to be guarded before the change can win.
  if (!wroteAlone && draft.nowMs >= Math.max(vm.leaseUntilMs, vm.promisedToUsUntilMs)) return;
  if (!wroteAlone && vm.instance === "running" && (vm.held || vm.mirror !== "established")) return;
  recordVm(draft, vm, {
    phase: wroteAlone ? "acted" : null,
    rule: "end-designation",
    sentence: `The witness is back: ${hereOf(draft)} brings the register of ${nameOf(draft, vm)} up to date.`,
  });
  if (wroteAlone && register.owner !== self(draft)) {
    ask(draft, vm, "take-over", { owner: self(draft), inSync: alone(self(draft)) });
  } else {
    ask(draft, vm, "end-designation", { owner: self(draft), inSync: wroteAlone ? alone(self(draft)) : BOTH });
  }
}

/**
 * The partner promised not to take over, and we never made use of it: it binds the partner all the same, which could not
 * follow us if we were lost. A host that has lost its memory can't know whether it did go on alone.
 */
const isUnusedPromise = (draft: Draft, vm: VmState): boolean =>
  draft.rules.partnerYields(draft, vm) && draft.rules.mayPromote(draft, vm);
