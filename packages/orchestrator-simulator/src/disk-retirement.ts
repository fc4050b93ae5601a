import type { Component } from "@v-available/domain/observed";
import { otherSide } from "@v-available/domain/state";
import type { LegFault } from "@v-available/pair-protocol/input";
import { isHeard } from "./heard";
import { loseLeg, vmsOnDisk } from "./lost-leg";
import { legWorks } from "./mirror";
import { reviewHardware } from "./power";
import { after, hostOf, newRun, partnerHost, type Sim, touch } from "./sim";
import type { SimDisk, SimHost, SimVm } from "./world";
import type { EventOf } from "./world-event";

const ASK_AGAIN_MS = 10_000;

/** Its agent gives up the copies on a disk that is no good, each for itself and only while the partner's is as good. */
export function beginRetirement(sim: Sim, host: SimHost, disk: SimDisk, fault: LegFault, delayMs: number): void {
  disk.retirement = { run: newRun(sim), fault, fromMs: sim.world.nowMs + delayMs };
  const { run } = disk.retirement;
  after(sim, delayMs, { kind: "disk-retirement", hostRef: host.ref, disk: disk.name, run });
}

export function retirementDue(sim: Sim, event: EventOf<"disk-retirement">): void {
  const host = hostOf(sim, event.hostRef);
  const disk = host.disks.find(({ name }) => name === event.disk);
  if (disk?.retirement?.run !== event.run) return;
  const { fault } = disk.retirement;
  const given = vmsOnDisk(sim, host, disk).filter((vm) => mayGiveUp(sim, host, vm));
  for (const vm of given) loseLeg(sim, host, vm, fault);
  if (given.length > 0) reviewHardware(sim, host.pairRef);
  touch(sim, "host", host.ref);
  after(sim, ASK_AGAIN_MS, event);
}

/** Out of service once nothing on it is in use any more. One that is only slow is not said to be about to fail. */
export function serviceOfDisk(sim: Sim, host: SimHost, disk: SimDisk): Component["service"] {
  const { failed, retirement } = disk;
  if (failed) return "out";
  if (retirement === undefined || retirement.fromMs > sim.world.nowMs) return "in";
  if (vmsOnDisk(sim, host, disk).every((vm) => vm.legs[host.side]?.failed)) return "out";
  return retirement.fault === "disk-slow" ? "in" : "at-risk";
}

/** The machine can go on from the partner's copy at once, as the rules have it, and the partner answers for that copy. */
function mayGiveUp(sim: Sim, host: SimHost, vm: SimVm): boolean {
  const partner = otherSide(host.side);
  const known = host.protocol?.vms[vm.ref];
  const durable = host.protocol?.durable.vms[vm.ref];
  if (!isHeard(host) || host.protocol?.partnerSuspected || !known || !durable || vm.legs[host.side]?.failed)
    return false;
  const { register, pending, alone } = durable;
  if (!register.inSync.includes(partner) || alone || pending !== null || known.partner?.legUsable !== true)
    return false;
  const goesOn =
    register.owner === host.side
      ? known.instance === "running" && known.mirror === "established" && !known.held && known.switching === null
      : known.replica === "serving";
  return goesOn && known.detachedAtMs === null && isHeard(partnerHost(sim, host)) && legWorks(sim, vm, partner);
}
