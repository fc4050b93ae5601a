import { type Draft, durableOf } from "./draft";
import { canRun, heardOn } from "./heartbeat";
import { fenceOurselves, setWatchdog } from "./lease";
import type { Heartbeat, Path, VmReport } from "./message";
import { moveSeat } from "./move-seat";
import { seatOf } from "./seat";
import type { VmState } from "./state";
import { watchPartner } from "./suspicion";
import { takeOver } from "./takeover";
import { copyOfVm } from "./vm-state";

/**
 * Most heartbeats say what the one before said. To a host at rest such a one changes times only: how long the partner's
 * promises hold, and since when it is silent. So only what waits for those times is looked at again.
 * @param draft a thin one
 * @returns false where the whole step has to be taken, and this draft left
 */
export function hearSameWords(draft: Draft, path: Path, heartbeat: Heartbeat): boolean {
  const { state, nowMs } = draft;
  if (!isUneventful(draft) || !saysTheSame(draft, heartbeat)) return false;
  for (const report of heartbeat.vms) {
    const vm = state.vms[report.vmRef];
    const heard = vm && hearAgain(draft, heartbeat, vm, report);
    if (!heard) return false;
    state.vms[report.vmRef] = heard;
  }
  state.heardOnPathAtMs = heardOn(state, path, nowMs);
  state.partnerSilentSinceMs = nowMs;
  state.heard = { heartbeat, atMs: nowMs };
  watchPartner(draft);
  moveSeat(draft);
  for (const { vmRef } of heartbeat.vms) {
    const vm = state.vms[vmRef] as VmState;
    fenceOurselves(draft, vm);
    takeOver(draft, vm);
  }
  setWatchdog(draft);
  return draft.atRest && !draft.touched && !draft.beatNow && !draft.renewNow;
}

/** The partner is there and the witness answers, and nothing is under way between the hosts. */
const isUneventful = ({ state }: Draft): boolean =>
  !state.partnerSuspected &&
  !state.partnerDead &&
  !state.partnerFenced &&
  !state.witness.lost &&
  state.offer === null &&
  state.durable.move === null &&
  state.durable.maintenance === null &&
  isEmpty(state.durable.tombstones);

function saysTheSame(draft: Draft, heartbeat: Heartbeat): boolean {
  const before = draft.state.heard?.heartbeat;
  return (
    before !== undefined &&
    heartbeat.incarnation === before.incarnation &&
    heartbeat.partnerMember === before.partnerMember &&
    heartbeat.everyMs === before.everyMs &&
    heartbeat.witnessLostMs === 0 &&
    before.witnessLostMs === 0 &&
    heartbeat.maintenance === before.maintenance &&
    heartbeat.seat.move === null &&
    heartbeat.seat.offer === null &&
    heartbeat.seat.seat.term === seatOf(draft).term &&
    isEmpty(heartbeat.deleted) &&
    heartbeat.vms.length === Object.keys(draft.state.vms).length
  );
}

function isEmpty(things: object): boolean {
  for (const _ in things) return false;
  return true;
}

/** @returns the machine after this report; null where it says, or may lead to, anything that was not so before */
function hearAgain(draft: Draft, heartbeat: Heartbeat, vm: VmState, report: VmReport): VmState | null {
  const { state, nowMs, timing } = draft;
  if (vm.partner === null || !isSame(vm.partner, report)) return null;
  const { register, intent, forgotten, splitBrain, legId } = durableOf(draft, vm);
  if (report.register.epoch !== register.epoch || report.intent.version !== intent.version) return null;
  if (report.alone || splitBrain || vm.wantsStartSinceMs !== null) return null;
  if (forgotten && (report.vouchedLegId === legId || report.rightLegId === legId)) return null;
  const next = copyOfVm(vm);
  next.partner = report;
  if (register.owner === heartbeat.from) {
    if (report.lockstep && vm.standby === "synchronized" && vm.standbyEpoch !== register.epoch) return null;
    if (canRun(report)) next.ownerClaimedAtMs = nowMs;
  } else if (vm.previousOwnerUntilMs !== Number.NEGATIVE_INFINITY) return null;
  if (report.promise && heartbeat.echo?.incarnation === state.incarnation) {
    const untilMs = heartbeat.echo.sentAtMs + timing.haDeadMs - timing.leaseMarginMs;
    // Some rules wait for a cover without asking to be woken: a promise that begins one is news.
    if (nowMs >= Math.max(vm.leaseUntilMs, vm.promisedToUsUntilMs)) return null;
    next.promisedToUsUntilMs = Math.max(vm.promisedToUsUntilMs, untilMs);
  }
  return next;
}

/** Of plain data. What one process says to itself again is mostly the very same thing. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  const [left, right] = [one as Record<string, unknown>, other as Record<string, unknown>];
  let keys = 0;
  for (const key in left) {
    if (!isSame(left[key], right[key])) return false;
    keys += 1;
  }
  for (const _ in right) keys -= 1;
  return keys === 0;
}
