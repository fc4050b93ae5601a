import { otherSide, type Side } from "@v-available/domain/state";
import { releaseHeldWrite } from "./client";
import { settleFork } from "./fork";
import { isHung } from "./hung";
import { carryingLinks, isDegraded, takenOf } from "./network";
import { resyncRates } from "./resync-rate";
import { after, hostAt, newRun, type Sim, touch, vmOf, vmsOf } from "./sim";
import type { SimHost } from "./world/host";
import type { SimLink } from "./world/link";
import type { SimLeg, SimMirror, SimVm } from "./world/machine";

export const bytesOfMiB = (mebibytes: number): number => mebibytes * 1_048_576;

/** It is there and whole, for all that this host can know; whether it can be read now is another question. */
export const isLegIntact = (sim: Sim, vm: SimVm, side: Side): boolean => {
  const leg = vm.legs[side];
  const host = hostAt(sim, vm.pairRef, side);
  if (leg === null || leg.failed || host.power !== "on") return false;
  return host.disks.find((disk) => disk.name === leg.diskName)?.failed === false;
};

export const legWorks = (sim: Sim, vm: SimVm, side: Side): boolean =>
  isLegIntact(sim, vm, side) && hostAt(sim, vm.pairRef, side).controllerDown === undefined;

/** Whether the writes of this side can reach the partner's copy now. That its own copy works is another question. */
export function mirrorPathWorks(sim: Sim, vm: SimVm, source: Side): boolean {
  const target = otherSide(source);
  return (
    carryingLinks(sim, vm.pairRef).length > 0 &&
    hostAt(sim, vm.pairRef, source).power === "on" &&
    legWorks(sim, vm, target) &&
    hostAt(sim, vm.pairRef, target).replicas.includes(vm.ref)
  );
}

/** By how much the other copy is behind the running one now, counted since it was last settled. */
export function divergedNow(sim: Sim, vm: SimVm): number {
  const alone = vm.mirror === null || vm.mirror.state === "broken";
  const writing = (["a", "b"] as const).some((side) => {
    const instance = vm.instances[side];
    return instance?.role === "active" && instance.state === "Running" && !instance.held && !isHung(vm);
  });
  if (!alone || !writing) return vm.divergedBytes;
  const written = (vm.load.writeBytesPerSecond * vm.loadFactor * (sim.world.nowMs - vm.divergedAtMs)) / 1000;
  return Math.min(bytesOfMiB(vm.diskMiB), Math.round(vm.divergedBytes + written));
}

/** To be called before anything that changes how fast the copies diverge. */
export function settleDivergence(sim: Sim, vm: SimVm): void {
  settleFork(sim, vm);
  vm.divergedBytes = divergedNow(sim, vm);
  vm.divergedAtMs = sim.world.nowMs;
}

/** What a running copy has yet to move; null where none runs. */
export function remainingNow(sim: Sim, vm: SimVm): number | null {
  const { mirror } = vm;
  if (!mirror) return null;
  if (mirror.state !== "syncing") return mirror.remainingBytes > 0 ? mirror.remainingBytes : null;
  return Math.max(0, mirror.remainingBytes - (mirror.bytesPerSecond * (sim.world.nowMs - mirror.atMs)) / 1000);
}

function settleResync(sim: Sim, vm: SimVm): void {
  const { mirror } = vm;
  if (mirror?.state !== "syncing") return;
  mirror.remainingBytes = remainingNow(sim, vm) ?? 0;
  mirror.atMs = sim.world.nowMs;
  const target = vm.legs[otherSide(mirror.source)];
  if (target) target.missingBytes = Math.max(1, Math.round(mirror.remainingBytes));
}

/** A copy that is filled needs space that its host does not have: it stands as it is until there is some. */
function pausesForSpace(sim: Sim, vm: SimVm): boolean {
  const { mirror } = vm;
  if (!mirror || !hostAt(sim, vm.pairRef, otherSide(mirror.source)).storageFull) return false;
  settleResync(sim, vm);
  mirror.bytesPerSecond = 0;
  touch(sim, "vm", vm.ref);
  return true;
}

/** What a sound link can give a resync. */
export function resyncSpeed({ world }: Sim, { bandwidthBytesPerSecond }: SimLink): number {
  const { gbe1, gbe10 } = world.settings.resyncBytesPerSecond;
  return bandwidthBytesPerSecond >= 1e9 ? gbe10 : gbe1;
}

/** How much of a link its policy leaves to a resync of it, as the host has heard that copies. */
function resyncShareOf(sim: Sim, vm: SimVm): number {
  const { durable } = hostAt(sim, vm.pairRef, vm.mirror?.source ?? "a");
  return durable?.vms[vm.ref]?.intent.heed?.resyncShareRatio ?? 1;
}

/** Copies of a pair share the better link and what it can give a resync. */
export function shareResyncRate(sim: Sim, pairRef: string): void {
  const link = carryingLinks(sim, pairRef)[0];
  const syncing = vmsOf(sim, pairRef).filter((vm) => vm.mirror?.state === "syncing" && !pausesForSpace(sim, vm));
  if (!link || syncing.length === 0) return;
  const full = resyncSpeed(sim, link);
  // What is left of a bad link is for the writes of the guests.
  const freeBytesPerSecond = link.bandwidthBytesPerSecond * (1 - takenOf(link));
  const whole = isDegraded(link) ? Math.min(full, freeBytesPerSecond) / 2 : full;
  const rates = resyncRates(
    whole,
    // A brisk world copies faster than any link.
    syncing.map((vm) => resyncShareOf(sim, vm) * Math.max(link.bandwidthBytesPerSecond, full)),
  );
  for (const [at, vm] of syncing.entries()) {
    settleResync(sim, vm);
    const mirror = vm.mirror as SimMirror;
    mirror.bytesPerSecond = rates[at] as number;
    const event = {
      kind: "resync-complete",
      vmRef: vm.ref,
      run: mirror.run,
      bytesPerSecond: mirror.bytesPerSecond,
    } as const;
    after(sim, (mirror.remainingBytes / mirror.bytesPerSecond) * 1000, event);
    touch(sim, "vm", vm.ref);
  }
  touch(sim, "link", link.ref);
}

/** Begins to copy what the partner's copy lacks. False where there is no way to it. */
export function beginResync(sim: Sim, host: SimHost, vmRef: string, full: boolean): boolean {
  const vm = vmOf(sim, vmRef);
  const source = host.side;
  if (!vm.instances[source] || !legWorks(sim, vm, source) || !mirrorPathWorks(sim, vm, source)) return false;
  settleDivergence(sim, vm);
  const target = vm.legs[otherSide(source)] as SimLeg;
  const remainingBytes = full
    ? Math.max(target.missingBytes, bytesOfMiB(vm.diskMiB))
    : Math.max(target.missingBytes, vm.divergedBytes);
  const { nowMs } = sim.world;
  vm.mirror = {
    run: newRun(sim),
    source,
    state: "syncing",
    full,
    remainingBytes,
    bytesPerSecond: 0,
    atMs: nowMs,
    sinceMs: nowMs,
  };
  target.missingBytes = Math.max(1, remainingBytes);
  if (vm.question?.side === otherSide(source)) delete vm.question;
  vm.divergedBytes = 0;
  touch(sim, "vm", vm.ref);
  shareResyncRate(sim, vm.pairRef);
  // A write that waited for an older mirror waits for nobody now: this copy is not counted on yet.
  releaseHeldWrite(sim, vm.ref);
  return true;
}

/** Of a resync that is complete but for what was rounded away on the way. */
const LAST_SECONDS = 0.001;

/** @returns true where the two copies are alike from now on */
export function completeResync(sim: Sim, vmRef: string, run: number, bytesPerSecond: number): boolean {
  const vm = sim.world.vms[vmRef];
  const mirror = vm?.mirror;
  if (!vm || mirror?.run !== run || mirror.state !== "syncing" || mirror.bytesPerSecond !== bytesPerSecond)
    return false;
  // The rate was another one meanwhile: what was left then takes longer.
  if ((remainingNow(sim, vm) ?? 0) > bytesPerSecond * LAST_SECONDS) return false;
  mirror.state = "established";
  mirror.remainingBytes = 0;
  mirror.bytesPerSecond = 0;
  const source = vm.legs[mirror.source];
  const target = vm.legs[otherSide(mirror.source)];
  if (source && target) {
    if (mirror.full) {
      // Whatever either held before, both hold the same now.
      delete vm.readOnBoth;
      delete source.wrongBytes;
      delete target.wrongBytes;
    }
    target.missingBytes = 0;
    target.written = source.written;
  }
  touch(sim, "vm", vm.ref);
  shareResyncRate(sim, vm.pairRef);
  return true;
}

/** Up to here both copies have taken every write. */
function noteCommon(sim: Sim, vm: SimVm): void {
  if (vm.mirror?.state === "established") vm.commonAt = { atMs: sim.world.nowMs, written: vm.client.acknowledged };
}

/** Ends the mirror, in order: nobody waits for it any more. */
export function endMirror(sim: Sim, vm: SimVm): void {
  const { mirror } = vm;
  if (!mirror) return;
  noteCommon(sim, vm);
  settleResync(sim, vm);
  if (mirror.state === "broken" && mirror.remainingBytes > 0) vm.divergedBytes = Math.round(mirror.remainingBytes);
  else if (mirror.state === "syncing") vm.divergedBytes = Math.round(mirror.remainingBytes);
  vm.mirror = null;
  vm.divergedAtMs = sim.world.nowMs;
  touch(sim, "vm", vm.ref);
  shareResyncRate(sim, vm.pairRef);
}

/**
 * Looks after every change of hardware whether the mirrors of a pair still reach their target. One that does not holds
 * its writes from this moment; its host knows a little later.
 */
export function reviewMirrors(sim: Sim, pairRef: string): void {
  for (const vm of vmsOf(sim, pairRef)) {
    const { mirror } = vm;
    if (!mirror || mirror.state === "broken") continue;
    // A copy has to be read where it comes from. A whole mirror does not need that: the partner's copy is as good.
    const canRead = mirror.state === "established" || legWorks(sim, vm, mirror.source);
    if (canRead && mirrorPathWorks(sim, vm, mirror.source)) continue;
    noteCommon(sim, vm);
    settleResync(sim, vm);
    mirror.state = "broken";
    mirror.bytesPerSecond = 0;
    settleDivergence(sim, vm);
    const instance = vm.instances[mirror.source];
    if (instance) instance.held = true;
    touch(sim, "vm", vm.ref);
    after(sim, sim.world.settings.mirrorLossDetectMs, { kind: "mirror-loss-noticed", vmRef: vm.ref, run: mirror.run });
  }
  shareResyncRate(sim, pairRef);
}

export const mirrorOf = (sim: Sim, vmRef: string, run: number): SimMirror | null => {
  const mirror = vmOf(sim, vmRef).mirror;
  return mirror?.run === run ? mirror : null;
};
