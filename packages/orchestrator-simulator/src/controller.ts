import { resumeClient, servingSide } from "./client";
import { giveUpCopies } from "./give-up";
import { replaceLeg } from "./lost-leg";
import { reviewHardware } from "./power";
import { after, hostOf, newRun, type Sim, touch, vmsOf } from "./sim";
import type { SimHost } from "./world/host";
import type { SimVm } from "./world/machine";
import type { EventOf } from "./world-event";

const ASK_AGAIN_MS = 10_000;

/** Every copy on the host stands at once. What only this host has waits for it; the rest goes on from the partner's. */
export function loseController(sim: Sim, host: SimHost): void {
  host.controllerDown = { run: newRun(sim) };
  touchCopies(sim, host);
  reviewHardware(sim, host.pairRef);
  controllerMissed(sim, { kind: "controller-missed", hostRef: host.ref, run: host.controllerDown.run });
}

export function controllerMissed(sim: Sim, event: EventOf<"controller-missed">): void {
  const host = hostOf(sim, event.hostRef);
  if (host.controllerDown?.run !== event.run) return;
  // The copy of a standby is not lost by that: it is behind, and is brought up to date when it can be read again.
  const owned = vmsOf(sim, host.pairRef).filter(({ ref }) => isOwner(host, ref));
  giveUpCopies(sim, host, owned, "controller-failed");
  after(sim, ASK_AGAIN_MS, event);
}

const isOwner = ({ protocol, side }: SimHost, vmRef: string): boolean =>
  protocol?.durable.vms[vmRef]?.register.owner === side;

/** The same disks under another controller. */
export function replaceController(sim: Sim, host: SimHost): void {
  delete host.controllerDown;
  for (const vm of vmsOf(sim, host.pairRef)) answerAgain(sim, host, vm);
  touchCopies(sim, host);
  reviewHardware(sim, host.pairRef);
}

function answerAgain(sim: Sim, host: SimHost, vm: SimVm): void {
  const leg = vm.legs[host.side];
  if (leg?.lostBy === "controller-failed") replaceLeg(sim, host, vm);
  // One that still boots here is found once it is up; until then the network may know another, which was passed over.
  else if (leg && !leg.failed && servingSide(sim, vm) === host.side) resumeClient(sim, vm, "connection");
}

function touchCopies(sim: Sim, host: SimHost): void {
  touch(sim, "host", host.ref);
  for (const vm of vmsOf(sim, host.pairRef)) touch(sim, "vm", vm.ref);
}
