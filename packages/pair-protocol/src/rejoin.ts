import { amend, type Draft, durableOf, emit, partner, sameUntil, self, stir, wakeAt } from "./draft";
import { isLegUsable } from "./durable";
import { closeIncident, hereOf, nameOf, newId, recordVm, thereOf } from "./journal";
import { BOTH, isInSync, isSolo } from "./register";
import type { VmState } from "./state";
import { cablesSpeakUntilMs } from "./suspicion";
import { ask } from "./token";

/** Owner: whether the partner shall open its leg for us. */
export function wantsReplica(draft: Draft, vm: VmState): boolean {
  const { register, intent } = durableOf(draft, vm);
  if (register.owner !== self(draft) || intent.declared.mirror === "none" || vm.deleting) return false;
  // Without a leg of our own there is nothing to copy; but what runs here may need the partner's.
  const needed =
    draft.state.identity.servesFromPartner && vm.instance !== "stopped" && isInSync(register, partner(draft));
  return needed || draft.rules.mayPromote(draft, vm);
}

/**
 * Standby side: opens our leg for the owner, or closes it. A leg outside the in-sync set is marked durably before it may
 * be overwritten, and a connection from before that mark is cut first, so that no late write of it gets through.
 */
export function serveReplica(draft: Draft, vm: VmState): void {
  const durable = durableOf(draft, vm);
  const { register, intent, legInconsistentSince, legFailed, splitBrain, alone } = durable;
  if (register.owner === self(draft)) {
    if (vm.instance !== "stopped" && vm.replica !== "off" && vm.replica !== "closing") close(draft, vm);
    return;
  }
  const wanted = isReplicaWanted(draft, vm);
  const outside = !isInSync(register, self(draft));
  // As long as it counts it takes every write that the other one takes: that decides nothing.
  const fillable = !outside || draft.rules.mayFill(durable);
  const may = !splitBrain && !alone && !legFailed && fillable && vm.instance === "stopped";
  if (!wanted || !may) {
    if (vm.replica === "serving" || vm.replica === "opening") close(draft, vm);
    return;
  }
  if (outside && legInconsistentSince === null) {
    if (vm.replica === "serving" || vm.replica === "opening") {
      close(draft, vm);
      return;
    }
    if (vm.replica === "closing") return;
    amend(draft, vm, { legInconsistentSince: register.epoch });
  }
  if (vm.replica !== "off") return;
  if (draft.nowMs < vm.retryAtMs) {
    wakeAt(draft, vm.retryAtMs);
    return;
  }
  vm.replica = "opening";
  emit(draft, { kind: "serve-replica", vmRef: vm.vmRef, intent });
}

/**
 * What the owner last asked for holds while it is silent, and while the witness is quicker to tell of a change that the
 * same owner has made since: to close the leg then would cut off the copy that has just been completed.
 */
function isReplicaWanted(draft: Draft, vm: VmState): boolean {
  const { register } = durableOf(draft, vm);
  const report = vm.partner;
  if (report === null) return vm.replica !== "off";
  if (!report.wantsReplica) return false;
  if (report.register.epoch === register.epoch) return true;
  return vm.replica !== "off" && report.register.epoch < register.epoch && report.register.owner === register.owner;
}

function close(draft: Draft, vm: VmState): void {
  vm.replica = "closing";
  draft.beatNow = true;
  emit(draft, { kind: "stop-replica", vmRef: vm.vmRef });
}

/** resync: copies our leg to a partner that knows it is behind and has opened its own. */
export function resync(draft: Draft, vm: VmState): void {
  const { register, pending, alone } = durableOf(draft, vm);
  const report = vm.partner;
  if (register.owner !== self(draft) || vm.instance !== "running" || vm.switching) return;
  if (!wantsReplica(draft, vm)) {
    if (!isSolo(register, self(draft)) || pending !== null || alone) return;
    if (vm.mirror === "resyncing" || vm.mirror === "established") {
      emit(draft, { kind: "stop-resync", vmRef: vm.vmRef });
      vm.mirror = "off";
      vm.held = false;
    }
    return;
  }
  if (!draft.rules.mayOverwrite(draft, vm) || report === null || draft.state.partnerSuspected) return;
  if (report.register.epoch !== register.epoch || !report.replicaServing || report.legFailed || report.splitBrain)
    return;
  if (!draft.rules.mayFill(report)) return;
  // Over the management network the partner may say what it likes: a copy goes over a cable.
  const untilMs = cablesSpeakUntilMs(draft);
  if (draft.nowMs >= untilMs) {
    // The next word over a cable lets it go on, also one that has been heard over the management network before.
    stir(draft);
    return;
  }
  sameUntil(draft, untilMs);
  if (draft.nowMs < vm.retryAtMs) {
    wakeAt(draft, vm.retryAtMs);
    return;
  }
  const { bitmap } = vm;
  const since = report.legInSyncEpoch;
  const full = bitmap === null || since === null || since < bitmap.fromEpoch || since > bitmap.toEpoch;
  vm.mirror = "resyncing";
  vm.resyncLegId = report.legId;
  vm.copy = newId(draft);
  vm.resync = null;
  vm.resyncSinceMs = draft.nowMs;
  emit(draft, { kind: "begin-resync", vmRef: vm.vmRef, copy: vm.copy, full, to: partner(draft) });
  if (vm.copiesInVain > 0) return;
  recordVm(draft, vm, {
    phase: "acted",
    rule: "resync",
    sentence: full
      ? `The disk of ${nameOf(draft, vm)} is being copied from ${hereOf(draft)} to ${thereOf(draft)}.`
      : `What changed on the disk of ${nameOf(draft, vm)} is being copied from ${hereOf(draft)} to ${thereOf(draft)}.`,
  });
}

/**
 * give-up: the register names us, our leg does not count, and the partner has gone on alone: its history is the one there
 * is. Happens when a change of ours wins after we were fenced, or when a person discards the leg that the register names.
 */
export function giveUp(draft: Draft, vm: VmState): void {
  const { register, pending, alone, splitBrain } = durableOf(draft, vm);
  const report = vm.partner;
  if (!isSolo(register, self(draft)) || vm.instance !== "stopped" || pending !== null || alone || splitBrain) return;
  if (draft.rules.mayPromote(draft, vm) || report === null || draft.state.partnerSuspected) return;
  if (!report.alone || !report.legUsable || report.register.epoch !== register.epoch) return;
  if (draft.nowMs < vm.retryAtMs) {
    wakeAt(draft, vm.retryAtMs);
    return;
  }
  ask(draft, vm, "give-up", { owner: partner(draft), inSync: [partner(draft)] }, true);
}

/** The mirror is synchronous again: the partner's leg may count, once the witness has written it down. */
export function addPartner(draft: Draft, vm: VmState): void {
  const { register, pending, alone, intent } = durableOf(draft, vm);
  if (register.owner !== self(draft) || vm.mirror !== "established") return;
  if (isInSync(register, partner(draft))) {
    if (!vm.mirrorCommitted) committed(draft, vm);
    return;
  }
  if (pending !== null || alone || vm.held || vm.mirrorCommitted || vm.instance !== "running" || vm.switching) return;
  if (intent.declared.mirror === "none" || draft.state.witness.lost) return;
  if (vm.resyncLegId === null || vm.partner?.legId !== vm.resyncLegId) {
    // Made by the agent before us, or to a leg that is there no more: what it is worth can't be told.
    if (vm.partner === null) return;
    vm.mirror = "off";
    vm.retryAtMs = draft.nowMs + draft.timing.retryMs;
    emit(draft, { kind: "stop-resync", vmRef: vm.vmRef });
    return;
  }
  if (draft.nowMs < vm.retryAtMs) {
    wakeAt(draft, vm.retryAtMs);
    return;
  }
  // From the moment this can win the partner could take over, so our instance must be covered before it is asked.
  if (draft.nowMs >= Math.max(vm.leaseUntilMs, vm.promisedToUsUntilMs)) return;
  amend(draft, vm, { partnerLegId: vm.resyncLegId });
  ask(draft, vm, "add-partner", { owner: self(draft), inSync: BOTH });
}

function committed(draft: Draft, vm: VmState): void {
  vm.mirrorCommitted = true;
  vm.copiesInVain = 0;
  vm.resync = null;
  vm.resyncSinceMs = null;
  draft.touched = true;
  stir(draft);
  const durable = durableOf(draft, vm);
  if (durable.alone || !isLegUsable(durable)) return;
  recordVm(draft, vm, {
    phase: "restored",
    rule: "redundancy-restored",
    faultKind: "mirror-out-of-sync",
    clears: true,
    sentence: `The disk of ${nameOf(draft, vm)} is on both hosts again, in epoch ${durableOf(draft, vm).register.epoch}.`,
  });
  closeIncident(draft, vm);
}

/**
 * The incident of a machine is over when both legs count again, or only one is asked for, and nothing waits. Judged by the
 * owner's newest register: what a partner that has just come back still believes says nothing.
 */
export function closeVmIncident(draft: Draft, vm: VmState): void {
  const durable = durableOf(draft, vm);
  const { register, rootRef, pending, intent } = durable;
  if (rootRef === null || pending !== null || draft.state.partnerSuspected || vm.partner === null) return;
  if (register.owner !== self(draft)) {
    const theyKnow = vm.partner.register.epoch === register.epoch;
    if (theyKnow && register.inSync.length === 2 && vm.instance === "stopped") closeIncident(draft, vm);
    return;
  }
  const goesOn = vm.instance === "running" && !vm.held && vm.switching === null && isLegUsable(durable);
  const mirrored = vm.mirrorCommitted && vm.mirror === "established";
  if (goesOn && (mirrored || intent.declared.mirror === "none")) closeIncident(draft, vm);
}
