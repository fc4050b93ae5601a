import { resumeClient, servingSide } from "../client";
import { cut, mend } from "../network";
import { reviewHardware, touchHost } from "../power";
import { hostOf, type Sim, touch } from "../sim";
import { hostsAt, linksBetweenHosts, linksOutOf, machinesAt, pairsAt, reviewCopiesAt, witnessesAt } from "../site";
import { touchWitnesses } from "../witness-view";
import type { SimFault } from "../world";
import type { SimLink } from "../world/link";
import type { SimWitness } from "../world/witness";
import type { FaultType } from "./fault-type";
import { everySite } from "./subject";

/** Everything there goes on, and what stands there hears each other; elsewhere nobody hears it, nor do its clients. */
export const siteIsolated: FaultType = {
  kind: "site-isolated",
  label: "Cut a site off",
  clearLabel: "Join the site again",
  subjects: everySite,
  inject: (sim, fault) => {
    touch(sim, "site", fault.subjectRef);
    for (const link of linksOf(sim, fault)) cut(sim, link, fault.id);
    for (const { witness, hostRef } of pathsOf(sim, fault))
      witness.pathCutBy[hostRef] = [...(witness.pathCutBy[hostRef] ?? []), fault.id];
    for (const host of hostsAt(sim, fault.subjectRef)) host.cutOffBy = [...(host.cutOffBy ?? []), fault.id];
    review(sim, fault);
  },
  clear: (sim, fault) => {
    touch(sim, "site", fault.subjectRef);
    for (const link of linksOf(sim, fault)) mend(sim, link, fault.id);
    for (const { witness, hostRef } of pathsOf(sim, fault))
      witness.pathCutBy[hostRef] = (witness.pathCutBy[hostRef] ?? []).filter((id) => id !== fault.id);
    for (const host of hostsAt(sim, fault.subjectRef))
      host.cutOffBy = (host.cutOffBy ?? []).filter((id) => id !== fault.id);
    review(sim, fault);
    // Clients find again what went on there without them.
    for (const vm of machinesAt(sim, fault.subjectRef)) {
      const side = servingSide(sim, vm);
      const hostRef = side && sim.world.pairs[vm.pairRef]?.hosts[side];
      if (hostRef && hostOf(sim, hostRef).siteRef === fault.subjectRef) resumeClient(sim, vm, "connection");
    }
  },
};

function linksOf(sim: Sim, { subjectRef }: SimFault): SimLink[] {
  const { whole, spanning } = pairsAt(sim, subjectRef);
  return [...spanning.flatMap((pair) => linksBetweenHosts(sim, pair)), ...linksOutOf(sim, subjectRef, whole)];
}

/** From a host there to a witness elsewhere, and from a host elsewhere to a witness there. */
function pathsOf(sim: Sim, { subjectRef }: SimFault): { witness: SimWitness; hostRef: string }[] {
  const there = new Set(witnessesAt(sim, subjectRef));
  return Object.values(sim.world.witnesses).flatMap((witness) =>
    witness.pairs
      .flatMap((pairRef) => Object.values(sim.world.pairs[pairRef]?.hosts ?? {}))
      .filter((hostRef) => (hostOf(sim, hostRef).siteRef === subjectRef) !== there.has(witness))
      .map((hostRef) => ({ witness, hostRef })),
  );
}

function review(sim: Sim, { subjectRef }: SimFault): void {
  reviewCopiesAt(sim, subjectRef);
  for (const host of hostsAt(sim, subjectRef)) {
    reviewHardware(sim, host.pairRef);
    touchHost(sim, host);
  }
  for (const witness of witnessesAt(sim, subjectRef)) for (const pairRef of witness.pairs) touchWitnesses(sim, pairRef);
}
