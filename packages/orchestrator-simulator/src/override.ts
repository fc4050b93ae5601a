import { Refusal } from "@v-available/domain/refusal";
import { askHost } from "./ask-host";
import { beginFork } from "./fork";
import { isLegIntact } from "./mirror";
import { endQuestion } from "./question";
import { after, hostOf, newRun, type Sim } from "./sim";
import type { SimHost } from "./world/host";
import type { SimVm } from "./world/machine";
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
  const { protocol } = host;
  const isBlind = protocol?.partnerDead === true && protocol.witness.lost;
  // Nobody wants a machine back that was switched off.
  const isWanted = protocol?.durable.vms[vm.ref]?.intent.desiredPower === "on";
  if (isBlind && isWanted && tryOverride(sim, vm, host, SIGNED_BY) === null) return;
  after(sim, TRIES_EVERY_MS, event);
}

/** Somebody orders this host to start a machine past its token. @returns what it answers where it does not; null where it does */
export function tryOverride(sim: Sim, vm: SimVm, host: SimHost, signedBy: string): string | null {
  // Whoever signs knows at least that the copy is there and whole.
  if (!isLegIntact(sim, vm, host.side) || vm.legs[host.side]?.missingBytes !== 0) return "its copy there is not whole.";
  // Who starts the copy that waits says by that that it is right.
  const { question } = vm;
  endQuestion(vm, host.side);
  try {
    const loss = "what the other host may have written alone";
    askHost(sim, host, { kind: "override", vmRef: vm.ref, signedBy, loss }, `override-${newRun(sim)}`);
  } catch (error) {
    if (question) vm.question = question;
    if (error instanceof Refusal) return error.detail.message;
    throw error;
  }
  beginFork(sim, vm, host.side);
  return null;
}
