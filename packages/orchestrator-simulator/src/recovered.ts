import type { Side } from "@v-available/domain/state";
import { isHeard } from "./heard";
import { bytesOfMiB, legWorks } from "./mirror";
import { hostAt, type Sim } from "./sim";
import { siteHasPower, siteIsReached } from "./site-state";
import type { SimVm } from "./world/machine";
import type { SimRecovered } from "./world/recovery";

/** The machine where it runs at the recovery site, and clients elsewhere reach it there. */
export function recoveredOf({ world }: Sim, { recovery }: SimVm): SimRecovered | null {
  if (recovery?.live?.state !== "Running") return null;
  return siteHasPower(world, recovery.siteRef) && siteIsReached(world, recovery.siteRef) ? recovery.live : null;
}

const writtenPerSecond = ({ load, loadFactor }: SimVm, { state }: SimRecovered): number =>
  state === "Running" ? load.writeBytesPerSecond * loadFactor : 0;

/** What has to be copied to bring it back. */
export function leftNow({ world }: Sim, vm: SimVm, live: SimRecovered): number {
  const growth = writtenPerSecond(vm, live) - live.bytesPerSecond;
  return Math.max(0, Math.min(bytesOfMiB(vm.diskMiB), live.leftBytes + (growth * (world.nowMs - live.atMs)) / 1_000));
}

export function settleRecovered(sim: Sim, vm: SimVm, live: SimRecovered): void {
  const { nowMs } = sim.world;
  const written = (writtenPerSecond(vm, live) * (nowMs - live.atMs)) / 1_000;
  live.leftBytes = leftNow(sim, vm, live);
  live.differsBytes = Math.min(bytesOfMiB(vm.diskMiB), live.differsBytes + written);
  live.atMs = nowMs;
}

/** The host on that side can take the machine's disk. */
export function canTakeBack(sim: Sim, vm: SimVm, side: Side): boolean {
  const host = hostAt(sim, vm.pairRef, side);
  const known = host.protocol?.durable.vms[vm.ref];
  return isHeard(host) && legWorks(sim, vm, side) && known?.splitBrain === false && !known.legFailed;
}

/** How long the rest of it takes at this rate; null where more is written than copied. */
export function returnMs(vm: SimVm, live: SimRecovered, bytesPerSecond: number): number | null {
  const gained = bytesPerSecond - writtenPerSecond(vm, live);
  return gained > 0 ? (live.leftBytes / gained) * 1_000 : null;
}
