import type { Protection } from "@v-available/domain/level";
import { SIDES } from "@v-available/domain/state";
import { isCutOff } from "./heard";
import { bytesOfMiB, legWorks } from "./mirror";
import { delayOf, isUp, linkOfKind, takenOf } from "./network";
import { canTakeBack, returnMs, settleRecovered } from "./recovered";
import { keptPoints, pointsOf } from "./recovery-point";
import { after, hostAt, newRun, pairOf, type Sim, touch, vmOf, vmsOf } from "./sim";
import type { SimVm } from "./world/machine";
import type { SimCut, SimPoint, SimRecovery } from "./world/recovery";
import type { EventOf } from "./world-event";

/**
 * The asynchronous copy at a recovery site. What a machine writes is cut into checkpoints; each waits in the journal of its
 * pair, crosses the WAN, and becomes the point that the machine could be started from once all of it is there. A journal
 * that is full forgets the checkpoints and remembers what has changed: then one large one is sent in their place.
 */

/** Finer than that nobody goes back; older ones that wait are sent as one. */
const MOST_CUTS = 64;

export function beginRecovery(sim: Sim, vm: SimVm, point: SimPoint | null): void {
  const { recovery: target } = pairOf(sim, vm.pairRef);
  if (!target || vm.recovery) return;
  const { nowMs } = sim.world;
  vm.recovery = {
    run: newRun(sim),
    siteRef: target.siteRef,
    point,
    cuts: point ? [] : [{ ...momentOf(sim, vm), bytes: bytesOfMiB(vm.diskMiB), resync: true }],
    cutAtMs: nowMs,
    sentBytes: 0,
    bytesPerSecond: 0,
    atMs: nowMs,
    sendRun: 0,
  };
  touch(sim, "vm", vm.ref);
  const { recoveryCheckpointMs } = sim.world.settings;
  // Machines do not cut in step: each begins where the one before it has not.
  const firstMs = ((vm.recovery.run * 137) % 1_000) * (recoveryCheckpointMs / 1_000);
  after(sim, firstMs, { kind: "recovery-checkpoint", vmRef: vm.ref, run: vm.recovery.run });
  reviewRecovery(sim, vm.pairRef);
}

/** Everything that was promised until now is in what is cut now. */
const momentOf = (sim: Sim, vm: SimVm): SimPoint => ({
  takenAtMs: sim.world.nowMs,
  written: vm.client.acknowledged,
  requestWrites: sim.world.requests[vm.ref]?.acknowledged ?? 0,
});

export function recoveryCheckpoint(sim: Sim, event: EventOf<"recovery-checkpoint">): void {
  const vm = sim.world.vms[event.vmRef];
  const recovery = vm?.recovery;
  if (!vm || recovery?.run !== event.run) return;
  if (declaredRecovery(sim, vm) === "none") {
    vm.recovery = null;
    touch(sim, "vm", vm.ref);
    reviewRecovery(sim, vm.pairRef);
    return;
  }
  if (!recovery.live) cut(sim, vm, recovery);
  reviewRecovery(sim, vm.pairRef);
  after(sim, sim.world.settings.recoveryCheckpointMs, event);
}

/** By a host that has heard of it last; the other may have yet to. */
export const declaredRecovery = (sim: Sim, vm: SimVm): Protection["recovery"] =>
  SIDES.map((side) => hostAt(sim, vm.pairRef, side).durable?.vms[vm.ref]?.intent.declared.recovery ?? "none").find(
    (recovery) => recovery !== "none",
  ) ?? "none";

function cut(sim: Sim, vm: SimVm, recovery: SimRecovery): void {
  const { nowMs } = sim.world;
  const last = recovery.cuts.at(-1) ?? recovery.point;
  if (!keepsJournal(sim, vm) || (last && last.takenAtMs >= lastWriteMs(sim, vm, recovery))) return;
  const moment = momentOf(sim, vm);
  const sinceMs = nowMs - recovery.cutAtMs;
  recovery.cutAtMs = nowMs;
  const bytes = Math.max(1, Math.round((vm.load.writeBytesPerSecond * vm.loadFactor * sinceMs) / 1_000));
  const tail = recovery.cuts.at(-1);
  const tailIsSent = recovery.cuts.length === 1 && recovery.bytesPerSecond > 0;
  if (tail?.resync && !tailIsSent) merge(vm, recovery, moment, bytes);
  else if (journalBytes(sim, vm.pairRef) + bytes > journalRoom(sim, vm)) {
    recovery.cuts = [{ ...moment, bytes: Math.min(bytesOfMiB(vm.diskMiB), waiting(recovery) + bytes), resync: true }];
    recovery.sentBytes = 0;
  } else if (tail && recovery.cuts.length >= MOST_CUTS) merge(vm, recovery, moment, bytes);
  else recovery.cuts.push({ ...moment, bytes });
}

function merge(vm: SimVm, recovery: SimRecovery, moment: SimPoint, bytes: number): void {
  const tail = recovery.cuts.pop() as SimCut;
  recovery.cuts.push({ ...tail, ...moment, bytes: Math.min(bytesOfMiB(vm.diskMiB), tail.bytes + bytes) });
}

export const waiting = ({ cuts }: SimRecovery): number => cuts.reduce((sum, { bytes }) => sum + bytes, 0);

/** What waits in the journal of a pair. A list of what has changed takes no room there. */
export const journalBytes = (sim: Sim, pairRef: string): number =>
  vmsOf(sim, pairRef).reduce((sum, { recovery }) => sum + (recovery ? journalBytesOf(recovery) : 0), 0);

/** For all of it, used or not. None where it is taken, or where the host that writes has no space left. */
function journalRoom(sim: Sim, { pairRef, instances }: SimVm): number {
  const { recovery, journalTaken } = pairOf(sim, pairRef);
  const isFull = SIDES.some((side) => instances[side]?.role === "active" && hostAt(sim, pairRef, side).storageFull);
  return journalTaken || isFull ? 0 : (recovery?.journalBytes ?? 0);
}

export const journalBytesOf = ({ cuts }: SimRecovery): number =>
  cuts.reduce((sum, { bytes, resync }) => sum + (resync ? 0 : bytes), 0);

/** Checkpoints were forgotten, and what has changed is not all there yet. */
export const isCatchingUpByResync = ({ point, cuts }: SimRecovery): boolean =>
  point !== null && cuts.some(({ resync }) => resync === true);

/** What is written is listed by a host that works and has the copy that is written to. */
const keepsJournal = (sim: Sim, vm: SimVm): boolean => SIDES.some((side) => legWorks(sim, vm, side));

/** It only goes on to follow the machine, as it does for ever where nothing befalls it. */
export function isInStep(sim: Sim, vm: SimVm): boolean {
  if (!vm.recovery) return true;
  const { point, cuts, live, drill } = vm.recovery;
  const follows = point !== null && !live && !drill && cuts.length <= 1 && cuts.every(({ resync }) => !resync);
  return follows && declaredRecovery(sim, vm) !== "none";
}

/** As far behind after a sleep as before it. */
export function goOnCopying(recovery: SimRecovery, writes: number, forMs: number): void {
  const later = <Point extends SimPoint>(point: Point): Point => ({
    ...point,
    takenAtMs: point.takenAtMs + forMs,
    written: point.written + writes,
  });
  recovery.point = recovery.point && later(recovery.point);
  if (recovery.earlier) recovery.earlier = recovery.earlier.map(later);
  recovery.cuts = recovery.cuts.map(later);
  recovery.cutAtMs += forMs;
  recovery.atMs += forMs;
}

/** Something of the pair holds all of it and reaches the WAN. */
const canSend = (sim: Sim, vm: SimVm): boolean =>
  SIDES.some((side) => {
    const host = hostAt(sim, vm.pairRef, side);
    return !isCutOff(host) && legWorks(sim, vm, side) && vm.legs[side]?.missingBytes === 0;
  });

/** Something waits, and both ends and the line between them are there. */
export function maySend(sim: Sim, vm: SimVm, { live, cuts }: SimRecovery): boolean {
  const wan = linkOfKind(sim, vm.pairRef, "wan");
  return !live && cuts.length > 0 && isUp(wan) && takenOf(wan) < 1 && canSend(sim, vm);
}

/** Looked at after every change of hardware and after every cut: machines of a pair share its WAN. */
export function reviewRecovery(sim: Sim, pairRef: string): void {
  if (!pairOf(sim, pairRef).recovery) return;
  const wan = linkOfKind(sim, pairRef, "wan");
  const copied = vmsOf(sim, pairRef).flatMap((vm) => (vm.recovery ? [{ vm, recovery: vm.recovery }] : []));
  for (const { vm, recovery } of copied) {
    if (recovery.live) settleRecovered(sim, vm, recovery.live);
    else settleSending(sim, recovery);
  }
  const moves = ({ vm, recovery }: (typeof copied)[number]): boolean =>
    recovery.live
      ? isUp(wan) && recovery.live.back !== null && canTakeBack(sim, vm, recovery.live.back)
      : maySend(sim, vm, recovery);
  const sends = new Set(copied.filter(moves));
  const share = (wan.bandwidthBytesPerSecond * (1 - takenOf(wan))) / sends.size;
  for (const one of copied) {
    const { vm, recovery } = one;
    const bytesPerSecond = sends.has(one) ? share : 0;
    recovery.sendRun = newRun(sim);
    if (recovery.live) {
      recovery.live.bytesPerSecond = bytesPerSecond;
      const leftMs = bytesPerSecond === 0 ? null : returnMs(vm, recovery.live, bytesPerSecond);
      const event = { kind: "recovery-returned", vmRef: vm.ref, run: recovery.sendRun } as const;
      if (leftMs !== null) after(sim, leftMs + delayOf(wan), event);
      continue;
    }
    recovery.bytesPerSecond = bytesPerSecond;
    const [first] = recovery.cuts;
    if (recovery.bytesPerSecond === 0 || !first) continue;
    const takesMs = ((first.bytes - recovery.sentBytes) / recovery.bytesPerSecond) * 1_000 + delayOf(wan);
    after(sim, takesMs, { kind: "recovery-sent", vmRef: vm.ref, run: recovery.sendRun });
  }
}

function settleSending(sim: Sim, recovery: SimRecovery): void {
  const { nowMs } = sim.world;
  const sentBytes = recovery.sentBytes + (recovery.bytesPerSecond * (nowMs - recovery.atMs)) / 1_000;
  recovery.sentBytes = Math.min(recovery.cuts[0]?.bytes ?? 0, sentBytes);
  recovery.atMs = nowMs;
}

/** @returns whether that made the copy complete for the first time */
export function recoverySent(sim: Sim, { vmRef, run }: EventOf<"recovery-sent">): boolean {
  const recovery = sim.world.vms[vmRef]?.recovery;
  const whole = recovery?.sendRun === run ? recovery.cuts.shift() : undefined;
  if (!recovery || !whole) return false;
  const isFirst = recovery.point === null;
  const { takenAtMs, written, requestWrites } = whole;
  recovery.earlier = keptPoints(pointsOf(recovery), takenAtMs);
  recovery.point = { takenAtMs, written, requestWrites };
  recovery.sentBytes = 0;
  recovery.atMs = sim.world.nowMs;
  touch(sim, "vm", vmRef);
  reviewRecovery(sim, vmOf(sim, vmRef).pairRef);
  return isFirst;
}

/**
 * What starting from it would lose: all that was written since, by whomever. A machine that runs writes without being
 * asked to, so only of one that has stopped is a point known to hold everything.
 */
export const recoveryLagMs = (sim: Sim, vm: SimVm, recovery: SimRecovery, { takenAtMs }: SimPoint): number =>
  Math.max(0, lastWriteMs(sim, vm, recovery) - takenAtMs);

/** When the machine may have written last at its pair. */
export function lastWriteMs({ world }: Sim, { instances }: SimVm, { ranUntilMs }: SimRecovery): number {
  const runs = instances.a !== null || instances.b !== null;
  return runs ? world.nowMs : (ranUntilMs ?? world.nowMs);
}
