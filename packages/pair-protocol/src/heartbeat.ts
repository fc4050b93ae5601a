import { amend, amendHost, type Draft, durableOf, partner, self, stir, wakeAt } from "./draft";
import { isLegUsable } from "./durable";
import { newId } from "./journal";
import { isFromPartner, memberOf, partnerMemberOf, retire } from "./member";
import { type Heartbeat, PATHS, type Path, type VmReport } from "./message";
import { hearSeat, isBehind, seatReport } from "./move-seat";
import { isInSync } from "./register";
import { wantsReplica } from "./rejoin";
import type { HostState, VmState } from "./state";
import { heartbeatIntervalMs, partnerHeard } from "./suspicion";
import { adopt, forgetMachine } from "./token";
import { declareSplitBrain, endSplitBrain } from "./two-histories";
import { takeUpRightLeg } from "./undecided";
import { copyOfVm, freshDurableVm, freshVm } from "./vm-state";

export function sendHeartbeat(draft: Draft): void {
  const { state, nowMs } = draft;
  const everyMs = heartbeatIntervalMs(draft);
  const dueAtMs = state.lastHeartbeatAtMs === null ? nowMs : state.lastHeartbeatAtMs + everyMs;
  if (nowMs < dueAtMs && !draft.beatNow) {
    wakeAt(draft, dueAtMs);
    return;
  }
  state.sequence += 1;
  state.lastHeartbeatAtMs = nowMs;
  wakeAt(draft, nowMs + everyMs);
  const machines = Object.values(state.vms).map((vm) => promising(draft, vm));
  draft.said ??= machines.map((vm) => reportOf(draft, vm));
  const heard = state.heard?.heartbeat;
  const message: Heartbeat = {
    kind: "heartbeat",
    pairRef: state.identity.pairRef,
    from: self(draft),
    ...membersOf(state),
    incarnation: state.incarnation,
    sequence: state.sequence,
    sentAtMs: nowMs,
    everyMs,
    echo: heard ? { incarnation: heard.incarnation, sequence: heard.sequence, sentAtMs: heard.sentAtMs } : null,
    witnessLostMs: state.witness.lost ? nowMs - state.witness.silentSinceMs : 0,
    seat: seatReport(draft),
    maintenance: state.durable.maintenance,
    vms: draft.said,
    deleted: state.durable.tombstones,
  };
  // Not by `emit`: no rule looks at what was sent.
  for (const path of PATHS) draft.effects.push({ kind: "send", path, message });
}

function membersOf({ identity, durable }: HostState): Pick<Heartbeat, "member" | "partnerMember"> {
  const [member, partnerMember] = [memberOf(identity), partnerMemberOf(durable)];
  return { ...(member > 0 ? { member } : {}), ...(partnerMember > 0 ? { partnerMember } : {}) };
}

/** The promise that is about to be sent binds us from when we received what it echoes. */
function promising(draft: Draft, vm: VmState): VmState {
  const { state, nowMs, timing } = draft;
  const { heard, vms } = state;
  if (heard === null || heard.atMs <= vm.promisedByUsAtMs || !mayPromise(draft, vm)) return vm;
  const bound = copyOfVm(vm);
  bound.promisedByUsAtMs = heard.atMs;
  vms[vm.vmRef] = bound;
  // Only who would take over by now looks at what it has promised.
  if (state.partnerFenced || nowMs >= vm.ownerClaimedAtMs + timing.haDeadMs) stir(draft);
  return bound;
}

function reportOf(draft: Draft, vm: VmState): VmReport {
  const durable = durableOf(draft, vm);
  return {
    vmRef: vm.vmRef,
    intent: durable.intent,
    register: durable.register,
    yieldedEpoch: durable.yieldedEpoch,
    alone: durable.alone,
    instance: vm.instance,
    lockstep: vm.lockstep === "synchronized" || vm.lockstep === "lost",
    promise: mayPromise(draft, vm),
    wantsReplica: wantsReplica(draft, vm),
    replicaServing: vm.replica === "serving",
    wantsStandby:
      durable.register.owner === self(draft) &&
      durable.intent.declared.compute === "lockstep" &&
      vm.instance === "running" &&
      vm.switching === null &&
      isInSync(durable.register, partner(draft)),
    standbyReady: vm.standby === "ready" || vm.standby === "synchronized",
    switching: vm.switching !== null && durable.register.owner === self(draft),
    legId: durable.legId,
    vouchedLegId: isInSync(durable.register, partner(draft)) ? durable.partnerLegId : null,
    legInSyncEpoch: durable.legInSyncEpoch,
    legUsable: isLegUsable(durable),
    detached: vm.detachedAtMs !== null,
    legFailed: durable.legFailed,
    splitBrain: durable.splitBrain,
    undecided: durable.undecided,
    rightLegId: durable.rightLegId,
  };
}

/**
 * Not while a takeover of ours may be under way, nor where we stand ready to go live within the suspicion time, nor to an
 * owner that says itself that it can't run the machine: to that one we would promise for ever.
 */
function mayPromise(draft: Draft, vm: VmState): boolean {
  const { register, pending, alone } = durableOf(draft, vm);
  if (register.owner === self(draft) || alone || pending !== null || !canRun(vm.partner)) return false;
  return !(vm.standby === "synchronized" && vm.standbyEpoch === register.epoch);
}

export const canRun = (report: VmReport | null): boolean => report?.legUsable === true || report?.detached === true;

/** The same heartbeat comes over every path: only the first copy says anything new. What is older, or of others, says nothing. */
export function newsOf(state: HostState, heartbeat: Heartbeat): "new" | "again" | "nothing" {
  if (heartbeat.pairRef !== state.identity.pairRef || heartbeat.from === state.identity.side) return "nothing";
  if (!isFromPartner(state, heartbeat)) return "nothing";
  const last = state.heard?.heartbeat;
  const age = last ? heartbeat.incarnation - last.incarnation || heartbeat.sequence - last.sequence : 1;
  if (age < 0) return "nothing";
  return age === 0 ? "again" : "new";
}

export const heardOn = ({ heardOnPathAtMs }: HostState, path: Path, nowMs: number): HostState["heardOnPathAtMs"] => ({
  "link-a": path === "link-a" ? nowMs : heardOnPathAtMs["link-a"],
  "link-b": path === "link-b" ? nowMs : heardOnPathAtMs["link-b"],
  management: path === "management" ? nowMs : heardOnPathAtMs.management,
});

export function hearPartner(draft: Draft, path: Path, heartbeat: Heartbeat): void {
  const { state, nowMs } = draft;
  const news = newsOf(state, heartbeat);
  if (news === "nothing") return;
  state.heardOnPathAtMs = heardOn(state, path, nowMs);
  if (news === "again") return;
  if ((heartbeat.partnerMember ?? 0) > memberOf(state.identity)) {
    retire(draft);
    return;
  }
  partnerHeard(draft);
  state.heard = { heartbeat, atMs: nowMs };
  draft.touched = true;
  hearSeat(draft, heartbeat.seat);
  for (const vmRef in heartbeat.deleted) dropDeleted(draft, vmRef, heartbeat.deleted[vmRef] ?? 0);
  const reports = new Map(heartbeat.vms.map((report) => [report.vmRef, report]));
  for (const vmRef in state.durable.tombstones) if (!reports.has(vmRef)) buryTombstone(draft, vmRef);
  for (const report of heartbeat.vms) takeReport(draft, heartbeat, report);
  for (const vm of Object.values(state.vms)) if (!reports.has(vm.vmRef)) vm.partner = null;
}

function takeReport(draft: Draft, heartbeat: Heartbeat, report: VmReport): void {
  const { state, nowMs, timing } = draft;
  if (state.durable.tombstones[report.vmRef] !== undefined) return;
  const behind = isBehind(draft, heartbeat.seat);
  if (behind && state.vms[report.vmRef] === undefined) return;
  const vm = state.vms[report.vmRef] ?? learnMachine(draft, report);
  if (!behind) adopt(draft, vm, report.register);
  const { register, intent, yieldedEpoch, alone, forgotten, legId } = durableOf(draft, vm);
  vm.partner = report;

  const theyOwn = register.owner === heartbeat.from && report.register.epoch === register.epoch;
  if (theyOwn && report.intent.version !== intent.version) amend(draft, vm, { intent: report.intent });
  if (theyOwn && canRun(report)) vm.ownerClaimedAtMs = nowMs;
  if (theyOwn && report.lockstep && vm.standby === "synchronized") vm.standbyEpoch = register.epoch;
  // The partner has written alone in this epoch: our leg is behind, whatever the register says.
  if (theyOwn && report.alone && !alone && yieldedEpoch !== register.epoch) {
    amend(draft, vm, { yieldedEpoch: register.epoch });
  }
  if (theyOwn && forgotten && isInSync(register, self(draft)) && report.vouchedLegId === legId) {
    amend(draft, vm, { forgotten: false, legInconsistentSince: null });
  }
  endSplitBrain(draft, vm, report);
  takeUpRightLeg(draft, vm, report);
  if (draft.rules.haveTwoHistories(draft, vm, report)) declareSplitBrain(draft, vm);

  if (report.promise && heartbeat.echo?.incarnation === state.incarnation) {
    const untilMs = heartbeat.echo.sentAtMs + timing.haDeadMs - timing.leaseMarginMs;
    vm.promisedToUsUntilMs = Math.max(vm.promisedToUsUntilMs, untilMs);
  }
  const stoppedThere = report.instance === "stopped" || report.instance === "paused";
  if (register.owner === self(draft) && report.register.epoch === register.epoch && stoppedThere) {
    vm.previousOwnerUntilMs = Number.NEGATIVE_INFINITY;
  }
}

/** A machine that we hear of for the first time, or have forgotten: our leg, if there is one, proves nothing. */
function learnMachine(draft: Draft, report: VmReport): VmState {
  const { state, nowMs } = draft;
  const durable = {
    ...freshDurableVm(report.vmRef, report.intent, report.register),
    legInconsistentSince: report.register.epoch,
    legId: newId(draft),
    forgotten: true,
  };
  const vm = freshVm(report.vmRef, nowMs, nowMs);
  vm.instance = state.unknownInstances[report.vmRef] ?? "stopped";
  state.vms[report.vmRef] = vm;
  amendHost(draft, { vms: { ...state.durable.vms, [report.vmRef]: durable } });
  return vm;
}

function dropDeleted(draft: Draft, vmRef: string, epoch: number): void {
  const { state } = draft;
  const durable = state.durable.vms[vmRef];
  if (durable === undefined || durable.register.epoch > epoch) return;
  forgetMachine(draft, vmRef);
}

function buryTombstone(draft: Draft, vmRef: string): void {
  const { [vmRef]: _, ...tombstones } = draft.state.durable.tombstones;
  amendHost(draft, { tombstones });
}
