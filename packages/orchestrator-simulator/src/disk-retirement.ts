import type { Component } from "@v-available/domain/observed";
import type { LegFault } from "@v-available/pair-protocol/input";
import { giveUpCopies } from "./give-up";
import { vmsOnDisk } from "./lost-leg";
import { after, hostOf, newRun, type Sim, touch } from "./sim";
import type { SimDisk, SimHost } from "./world/host";
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
  giveUpCopies(sim, host, vmsOnDisk(sim, host, disk), fault);
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
