import { amend, type Draft, durableOf, emit, partner, self, stir, wakeAt } from "./draft";
import { hereOf, nameOf, openIncident, recordVm, rootOf, seconds } from "./journal";
import { isAside } from "./maintenance";
import { alone, isInSync } from "./register";
import { isOrdered, waitsItsTurn } from "./restart-order";
import { partnerMayTake } from "./rules";
import type { VmState } from "./state";
import { ask } from "./token";
import { partnerWentOn } from "./two-histories";

/**
 * Starts what we own and what shall run: after a command, a crash, a takeover or a restart of the host. The order is
 * always the same: our leg is whole, the previous owner is over, our leg is closed to it, and either nobody else may take
 * the machine or the mirror is there from the first write.
 */
export function startOwned(draft: Draft, vm: VmState): void {
  const durable = durableOf(draft, vm);
  const { register, intent, pending } = durable;
  const mine = (register.owner === self(draft) || durable.alone) && !isAside(draft);
  if (!mine || intent.desiredPower === "off" || vm.instance !== "stopped" || vm.deleting) {
    if (vm.wantsStartSinceMs !== null) stir(draft);
    vm.wantsStartSinceMs = null;
    // A person's word that it starts at once, said before its token is won, stands until it is started.
    if (vm.turn !== null && vm.turn !== "out-of-order") vm.turn = null;
    return;
  }
  if (pending !== null || vm.crashedTooOften || vm.switching !== null || !draft.rules.mayPromote(draft, vm)) return;
  if (partnerWentOn(draft, vm)) return;
  if (vm.wantsStartSinceMs === null) stir(draft);
  vm.wantsStartSinceMs ??= draft.nowMs;
  if (draft.nowMs < vm.retryAtMs) {
    wakeAt(draft, vm.retryAtMs);
    return;
  }

  // The owner before us ran it in lockstep with our standby and can release nothing: no fence to wait for.
  const live = vm.standby === "synchronized" && vm.standbyEpoch === register.epoch && vm.startWhy !== "restart";
  if (!live) {
    const fencedFromMs = draft.rules.fencedFromMs(draft, vm);
    if (draft.nowMs < fencedFromMs) {
      wakeAt(draft, fencedFromMs);
      return;
    }
  }
  if (!closeOurLeg(draft, vm, live)) return;
  // Nothing is asked of the witness for it meanwhile: the token is what it was when the wait began.
  if (!live && waitsItsTurn(draft, vm)) return;
  if (durable.alone || !partnerMayTake(draft, vm)) {
    if (live) goLive(draft, vm);
    else start(draft, vm, false);
    return;
  }
  if (mayStartMirrored(draft, vm)) {
    start(draft, vm, true);
    return;
  }
  if (waitForReplica(draft, vm)) return;
  ask(draft, vm, "go-solo", { owner: self(draft), inSync: alone(self(draft)) });
}

/** No late write of the previous owner may reach our leg once the machine uses it. */
function closeOurLeg(draft: Draft, vm: VmState, live: boolean): boolean {
  if (vm.standby !== "none" && !live) {
    emit(draft, { kind: "stop-standby", vmRef: vm.vmRef });
    vm.standby = "none";
    vm.standbyEpoch = null;
  }
  if (vm.replica === "off") return true;
  if (vm.replica !== "closing") {
    emit(draft, { kind: "stop-replica", vmRef: vm.vmRef });
    vm.replica = "closing";
  }
  return false;
}

/** The last instance stopped with both legs alike, and the partner's is open for us: no copying needed. */
function mayStartMirrored(draft: Draft, vm: VmState): boolean {
  const { clean, register, intent } = durableOf(draft, vm);
  const report = vm.partner;
  if (!clean || intent.declared.mirror === "none" || report === null || draft.state.partnerSuspected) return false;
  const theirs = report.register.epoch === register.epoch && report.replicaServing && report.legUsable;
  return theirs && draft.nowMs < draft.rules.mayRunUntilMs(draft, vm);
}

function waitForReplica(draft: Draft, vm: VmState): boolean {
  const { clean, intent } = durableOf(draft, vm);
  if (!clean || intent.declared.mirror === "none" || draft.state.partnerSuspected || vm.partner === null) return false;
  if (!vm.partner.legUsable) return false;
  const untilMs = (vm.wantsStartSinceMs ?? draft.nowMs) + draft.timing.replicaGraceMs;
  if (draft.nowMs >= untilMs) return false;
  wakeAt(draft, untilMs);
  return true;
}

function start(draft: Draft, vm: VmState, mirrored: boolean): void {
  const { register, intent } = durableOf(draft, vm);
  // Where nobody was there to see what ended it, its incident begins with this.
  if (vm.startWhy === "restart" && !vm.stopAsked) openIncident(draft, vm);
  amend(draft, vm, { clean: false, fencePassed: true });
  vm.instance = "starting";
  vm.turn = null;
  vm.booting = isOrdered(draft);
  vm.held = false;
  vm.lockstep = "off";
  vm.mirror = "off";
  vm.copy = null;
  vm.mirrorCommitted = false;
  vm.detachedAtMs = null;
  vm.mirrorLostAtMs = draft.nowMs;
  vm.stopAsked = false;
  // After a planned switch the partner's leg is as ours was at that moment, and the driver keeps a bitmap from there.
  const switched = vm.startWhy === "switch" && register.epoch > 1 && !mirrored;
  vm.mirrored = mirrored ? { fromEpoch: register.epoch, toEpoch: register.epoch } : null;
  vm.bitmap = switched ? { fromEpoch: register.epoch - 1, toEpoch: register.epoch - 1 } : null;
  emit(draft, { kind: "start-vm", vmRef: vm.vmRef, epoch: register.epoch, why: vm.startWhy, mirrored, intent });
  noteStart(draft, vm);
}

function goLive(draft: Draft, vm: VmState): void {
  amend(draft, vm, { clean: false, fencePassed: true });
  vm.instance = "starting";
  vm.turn = null;
  vm.held = false;
  vm.lockstep = "off";
  vm.mirror = "off";
  vm.copy = null;
  vm.mirrorCommitted = false;
  vm.detachedAtMs = null;
  vm.standby = "none";
  vm.standbyEpoch = null;
  vm.mirrored = null;
  vm.bitmap = null;
  emit(draft, { kind: "go-live", vmRef: vm.vmRef, epoch: durableOf(draft, vm).register.epoch });
  const handedOver = rootOf(draft, vm) === null;
  recordVm(draft, vm, {
    phase: handedOver ? null : "acted",
    rule: handedOver ? "switch-active" : "take-over-live",
    sentence: `${nameOf(draft, vm)} goes on from memory on ${hereOf(draft)}.`,
  });
}

function noteStart(draft: Draft, vm: VmState): void {
  const { register } = durableOf(draft, vm);
  const waitedMs = draft.nowMs - (vm.wantsStartSinceMs ?? draft.nowMs);
  vm.wantsStartSinceMs = null;
  const sentence = {
    start: `${nameOf(draft, vm)} is started on ${hereOf(draft)}.`,
    restart: `${nameOf(draft, vm)} is started again on ${hereOf(draft)} from its own disk in epoch ${register.epoch}.`,
    takeover: `${nameOf(draft, vm)} is started on ${hereOf(draft)} from the mirrored disk, ${seconds(waitedMs)} after the token was won.`,
    switch: `${nameOf(draft, vm)} goes on at ${hereOf(draft)}.`,
    override: `${nameOf(draft, vm)} is started on ${hereOf(draft)} without the quorum, as a person ordered.`,
  }[vm.startWhy];
  const rule = {
    start: "operator-command",
    restart: "start-as-last-holder",
    takeover: "take-over-restart",
    switch: "switch-active",
    override: "override",
  } as const;
  recordVm(draft, vm, { phase: rootOf(draft, vm) === null ? null : "acted", rule: rule[vm.startWhy], sentence });
  // Once it runs, the next start of it is a restart unless somebody orders otherwise.
  vm.startWhy = "restart";
}

/** Says once that a machine waits for a quorum, and notices when it no longer does. */
export function noteQuorum(draft: Draft, vm: VmState): void {
  const durable = durableOf(draft, vm);
  const mine = durable.register.owner === self(draft);
  const waiting =
    mine && durable.intent.desiredPower === "on" && (vm.held || vm.instance === "stopped") && durable.pending !== null;
  const tooLong = waiting && draft.state.witness.lost;
  const cannot = !mine && durable.intent.desiredPower === "on" && draft.state.partnerDead && draft.state.witness.lost;
  const now = tooLong || (cannot && isInSync(durable.register, self(draft)));
  if (now === vm.awaitingQuorum) return;
  vm.awaitingQuorum = now;
  stir(draft);
  if (!now) return;
  openIncident(draft, vm, draft.state.partnerRootRef ?? draft.state.witnessRootRef);
  recordVm(draft, vm, {
    phase: "decided",
    rule: "hold-without-token",
    severity: "critical",
    sentence: `${nameOf(draft, vm)} waits on ${hereOf(draft)}: neither the witness nor ${draft.state.identity.hostRefs[partner(draft)]} can say who may go on.`,
  });
}
