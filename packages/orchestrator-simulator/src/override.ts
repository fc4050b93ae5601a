import { Refusal } from "@v-available/domain/refusal";
import { askHost } from "./ask-host";
import { beginFork } from "./fork";
import { isLegIntact } from "./mirror";
import { after, hostOf, newRun, type Sim } from "./sim";
import type { EventOf } from "./world-event";

/** Somebody stands at a host that hears nobody, and wants the machine back. */
const TRIES_EVERY_MS = 1_000;
const SIGNED_BY = "the operator on site";

/**
 * As soon as the host would take it: that is when its partner counts as dead to it, and no witness answers. It goes on
 * being wanted for as long as the fault lasts that has brought the person there.
 */
export function overrideDue(sim: Sim, event: EventOf<"override-due">): void {
  const vm = sim.world.vms[event.vmRef];
  if (!vm || vm.fork || sim.world.faults[event.faultId] === undefined) return;
  const host = hostOf(sim, event.hostRef);
  const { protocol, side } = host;
  const known = protocol?.durable.vms[vm.ref];
  const isBlind = protocol?.partnerDead === true && protocol.witness.lost;
  // Nobody wants a machine back that was switched off, or from a disk that has not got all of it.
  const isWanted =
    known?.intent.desiredPower === "on" && isLegIntact(sim, vm, side) && vm.legs[side]?.missingBytes === 0;
  if (isBlind && isWanted) {
    try {
      const loss = "what the other host may have written alone";
      askHost(sim, host, { kind: "override", vmRef: vm.ref, signedBy: SIGNED_BY, loss }, `override-${newRun(sim)}`);
      beginFork(sim, vm, side);
      return;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }
  after(sim, TRIES_EVERY_MS, event);
}
