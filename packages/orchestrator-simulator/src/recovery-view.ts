import type { ObservedVm } from "@v-available/domain/observed";
import { drillsOfCopy } from "./drill";
import { leftNow } from "./recovered";
import { isCatchingUpByResync, journalBytesOf, recoveryLagMs } from "./recovery";
import { pairOf, type Sim, siteOf, sleepsForMs, vmsOf, wallMs } from "./sim";
import type { SimLink } from "./world/link";
import type { SimVm } from "./world/machine";
import type { SimRecovered } from "./world/recovery";

export function recoveryCopyOf(sim: Sim, vm: SimVm): ObservedVm["recoveryCopy"] {
  const { recovery } = vm;
  if (!recovery?.point) return null;
  const sleptMs = sleepsForMs(sim, vm.pairRef);
  return {
    siteName: siteOf(sim, recovery.siteRef).name,
    lagMs: recovery.live ? 0 : Math.round(Math.max(0, recoveryLagMs(sim, vm, recovery, recovery.point) - sleptMs)),
    lastPointAtMs: wallMs(sim.world, recovery.point.takenAtMs + sleptMs),
    earlierPointsAtMs: (recovery.earlier ?? []).map(({ takenAtMs }) => wallMs(sim.world, takenAtMs + sleptMs)),
    journal: {
      usedBytes: Math.round(journalBytesOf(recovery)),
      full: pairOf(sim, vm.pairRef).journalTaken === true || isCatchingUpByResync(recovery),
    },
    drills: drillsOfCopy(sim, recovery),
    live: recovery.live ? liveOf(sim, vm, recovery.live) : null,
  };
}

const liveOf = (sim: Sim, vm: SimVm, live: SimRecovered): NonNullable<ObservedVm["recoveryCopy"]>["live"] => ({
  state: live.state,
  sinceMs: wallMs(sim.world, live.sinceMs),
  declaredBy: live.signedBy,
  failBack: live.back && {
    toSide: live.back,
    remainingBytes: Math.round(leftNow(sim, vm, live)),
    bytesPerSecond: Math.round(live.bytesPerSecond),
  },
});

/** A checkpoint takes the whole line for a moment; what is told is what the machines write, unless more is waiting. */
export function sentOver(sim: Sim, { pairRef, bandwidthBytesPerSecond }: SimLink): number {
  let used = 0;
  const sleeps = pairOf(sim, pairRef).napSinceMs != null;
  for (const { recovery, load, loadFactor } of vmsOf(sim, pairRef)) {
    if (!recovery || (recovery.bytesPerSecond === 0 && !sleeps)) continue;
    used += recovery.cuts.length > 1 ? recovery.bytesPerSecond : load.writeBytesPerSecond * loadFactor;
  }
  return Math.min(bandwidthBytesPerSecond, used);
}
