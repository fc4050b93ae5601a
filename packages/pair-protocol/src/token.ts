import { amend, amendHost, type Draft, durableOf, emit, partner, self, wakeAt } from "./draft";
import type { ChangePurpose, DurableVm, PendingChange } from "./durable";
import { nameOf, openIncident, recordVm, thereOf } from "./journal";
import { isInSync, type Register } from "./register";
import { askSeat } from "./seat";
import type { VmState } from "./state";
import { noteSplitBrain, partnerWentOn } from "./two-histories";
import type { ChangeResult, RegisterView, WitnessReply } from "./witness";

const OVER = Number.NEGATIVE_INFINITY;

/** Takes a newer register as the truth, whoever brought it. Epochs only grow, so the order of arrival does not matter. */
export function adopt(draft: Draft, vm: VmState, register: Register): void {
  const before = durableOf(draft, vm);
  if (!draft.rules.supersedes(before.register, register)) return;
  const me = self(draft);
  const meIn = isInSync(register, me);
  const change: { -readonly [Key in keyof DurableVm]?: DurableVm[Key] } = { register };
  if (before.pending !== null && before.pending.expectEpoch < register.epoch) {
    change.pending = null;
    vm.askedAtMs = null;
  }
  if (meIn) {
    // What an instance of ours had written without an acknowledgement is on our leg only. A bitmap of the new owner would
    // leave that standing, so it must not take our leg for one that was like its own.
    const surplus = before.register.owner === me && register.owner !== me && vm.instance !== "paused" && !before.clean;
    change.legInSyncEpoch = surplus ? null : register.epoch;
    // In a newer epoch the owner vouches for our leg again. In the epoch of the mark itself it does not.
    if (before.legInconsistentSince !== null && before.legInconsistentSince < register.epoch)
      change.legInconsistentSince = null;
  }
  // The machine is elsewhere: none of the pair's copies is asked about any more.
  if (register.inSync.length === 0) Object.assign(change, { undecided: false, rightLegId: null });
  if (before.alone) {
    // What we wrote alone is either what the register says, or a second history.
    if (register.owner !== me || !meIn) Object.assign(change, { alone: false, splitBrain: true });
    else if (!isInSync(register, partner(draft))) change.alone = false;
  }
  // The lockstep that the owner claimed in the epoch before carries over into ours, also over going solo after a hand-over.
  const next = register.owner === me && register.epoch === before.register.epoch + 1;
  if (next && vm.standbyEpoch === before.register.epoch) vm.standbyEpoch = register.epoch;
  if (register.owner !== before.register.owner) {
    change.fencePassed = false;
    change.clean = false;
    change.rightLegId = null;
    vm.previousOwnerUntilMs = null;
    vm.leaseUntilMs = OVER;
    vm.ownerClaimedAtMs = draft.nowMs;
    vm.wantsStartSinceMs = null;
    if (register.owner === me) vm.startWhy = before.pending?.purpose === "take-over" ? "takeover" : "switch";
  }
  if (before.pending?.purpose === "leave-lockstep" && vm.lockstep === "synchronized" && register.inSync.length === 2) {
    vm.lockstep = "leaving";
  }
  followMirror(draft, vm, before.register, register);
  amend(draft, vm, change);
  if (change.splitBrain) noteSplitBrain(draft, vm);
  draft.beatNow = true;
  draft.renewNow = true;
}

/** Keeps the span of epochs in which the partner's leg was kept in sync: a bitmap is good against such a leg only. */
function followMirror(draft: Draft, vm: VmState, before: Register, after: Register): void {
  const there = partner(draft);
  if (!isInSync(after, there)) return;
  const goesOn = isInSync(before, there) && vm.mirrored !== null;
  vm.mirrored = { fromEpoch: goesOn ? (vm.mirrored?.fromEpoch ?? after.epoch) : after.epoch, toEpoch: after.epoch };
}

export function adoptView(draft: Draft, view: RegisterView): VmState | null {
  const vm = draft.state.vms[view.vmRef];
  if (vm === undefined) return null;
  adopt(draft, vm, view.register);
  const { register } = durableOf(draft, vm);
  if (view.register.epoch === register.epoch && register.owner === self(draft)) {
    const { previousOwner } = view;
    const untilMs =
      previousOwner === null || previousOwner.fenced
        ? OVER
        : draft.nowMs + Math.max(0, previousOwner.leaseRemainingMs + draft.timing.leaseMarginMs);
    vm.previousOwnerUntilMs = Math.min(vm.previousOwnerUntilMs ?? Number.POSITIVE_INFINITY, untilMs);
  }
  return vm;
}

/** Decides to ask for a change of the token. It is durable before it is sent; `sendPending` sends it. */
export function ask(
  draft: Draft,
  vm: VmState,
  purpose: ChangePurpose,
  next: PendingChange["next"],
  fenced = false,
): void {
  const { register } = durableOf(draft, vm);
  draft.state.sequence += 1;
  const changeId = `${self(draft)}/${draft.state.incarnation}/${draft.state.sequence}`;
  amend(draft, vm, { pending: { changeId, purpose, expectEpoch: register.epoch, next, fenced } });
  vm.askedAtMs = null;
}

/**
 * All changes that wait for the witness, in one request; each is sent again until its outcome is known. Not a takeover
 * whose leg broke meanwhile, or is a new one since: what was sent may still win, but the partner's may be the only whole one.
 * Nor going on alone beside a partner that has done so already.
 */
export function sendPending(draft: Draft): void {
  if (!draft.rules.mayAskSeat(draft)) return;
  const { state, nowMs, timing } = draft;
  const due = Object.values(state.vms).filter((vm) => {
    const { pending } = durableOf(draft, vm);
    if (pending === null || (pending.purpose === "take-over" && !draft.rules.mayPromote(draft, vm))) return false;
    if (pending.purpose === "go-solo" && partnerWentOn(draft, vm)) return false;
    if (vm.askedAtMs === null || nowMs >= vm.askedAtMs + timing.witnessTimeoutMs) return true;
    wakeAt(draft, vm.askedAtMs + timing.witnessTimeoutMs);
    return false;
  });
  if (due.length === 0) return;
  const changes = due.map((vm) => {
    vm.askedAtMs = nowMs;
    const { changeId, expectEpoch, next, fenced } = durableOf(draft, vm).pending as PendingChange;
    return { changeId, vmRef: vm.vmRef, expectEpoch, next, fenced };
  });
  wakeAt(draft, nowMs + timing.witnessTimeoutMs);
  askSeat(draft, { kind: "compare-and-set", changes });
}

/** @returns false where the answer comes from a store that does not hold our registers */
export function believe(draft: Draft, reply: WitnessReply): boolean {
  const { state } = draft;
  const { storeId } = state.durable;
  // Known by a register of ours in it: whoever else answers first, to a host that has forgotten all, is not taken for it.
  if (storeId === null && vouchesFor(reply).some((vmRef) => state.durable.vms[vmRef] !== undefined)) {
    amendHost(draft, { storeId: reply.storeId });
  }
  const foreign = storeId !== null && storeId !== reply.storeId;
  if (foreign !== state.witness.foreign) state.witness = { ...state.witness, foreign };
  return !foreign;
}

function vouchesFor(reply: WitnessReply): string[] {
  if (reply.kind === "renewed") return reply.registers.map((view) => view.vmRef);
  return reply.kind === "judged" ? reply.results.flatMap(({ view }) => view?.vmRef ?? []) : [];
}

export function takeJudgement(draft: Draft, result: ChangeResult): void {
  const vm = draft.state.vms[result.vmRef];
  if (vm === undefined) return;
  const pendingBefore = durableOf(draft, vm).pending;
  if (pendingBefore?.purpose === "create" && pendingBefore.changeId === result.changeId && !result.won) {
    forgetMachine(draft, vm.vmRef);
    return;
  }
  if (result.view !== null) adoptView(draft, result.view);
  const { pending } = durableOf(draft, vm);
  if (pendingBefore?.changeId !== result.changeId || result.won || pending === null) return;
  // Refused in the very epoch it expected, or the register is gone: it can never win any more.
  amend(draft, vm, { pending: null });
  vm.askedAtMs = null;
  vm.retryAtMs = draft.nowMs + draft.timing.retryMs;
}

/** Removes a machine, its leg and its record. */
export function forgetMachine(draft: Draft, vmRef: string): void {
  const { state } = draft;
  const vm = state.vms[vmRef];
  if (vm !== undefined && vm.instance !== "stopped") emit(draft, { kind: "kill-vm", vmRef, why: "deleted" });
  if (vm !== undefined && vm.standby !== "none") emit(draft, { kind: "stop-standby", vmRef });
  if (vm !== undefined && vm.replica !== "off") emit(draft, { kind: "stop-replica", vmRef });
  emit(draft, { kind: "delete-leg", vmRef });
  const { [vmRef]: _, ...vms } = state.durable.vms;
  delete state.vms[vmRef];
  amendHost(draft, { vms });
}

/** token-lost: the partner owns the machine. Whatever of it runs here ends now. */
export function stopWhatWeLost(draft: Draft, vm: VmState): void {
  const { register, alone, splitBrain } = durableOf(draft, vm);
  if ((register.owner === self(draft) && !splitBrain) || alone) return;
  if (vm.instance !== "running" && vm.instance !== "starting" && vm.instance !== "paused") return;
  const handedOver = vm.instance === "paused" && vm.switching !== null;
  vm.instance = "stopping";
  if (handedOver) {
    emit(draft, { kind: "complete-migration", vmRef: vm.vmRef });
    return;
  }
  openIncident(draft, vm);
  recordVm(draft, vm, {
    phase: "acted",
    rule: splitBrain ? "split-brain" : "token-lost",
    severity: "critical",
    sentence: splitBrain
      ? `${nameOf(draft, vm)} has two histories: stopped here until a person chooses one.`
      : `${nameOf(draft, vm)} was stopped here: ${thereOf(draft)} owns it since epoch ${register.epoch}.`,
  });
  emit(draft, { kind: "kill-vm", vmRef: vm.vmRef, why: splitBrain ? "split-brain" : "token-lost" });
}
