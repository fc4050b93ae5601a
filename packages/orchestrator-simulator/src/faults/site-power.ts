import { cut, mend } from "../network";
import { keepOff, letStart, reviewHardware } from "../power";
import { type Sim, touch } from "../sim";
import { hostsAt, linksBetweenHosts, linksOutOf, pairsAt, reviewCopiesAt, witnessesAt } from "../site";
import { startWitness, stopWitness } from "../witness-power";
import type { SimFault } from "../world";
import type { SimLink } from "../world/link";
import type { FaultType } from "./fault-type";
import { everySite } from "./subject";

/** Everything that stands there stops at once: hosts, the ends of their links, and a witness. */
export const sitePower: FaultType = {
  kind: "site-power",
  label: "Cut the power of a site",
  clearLabel: "Give the site power back",
  subjects: everySite,
  inject: (sim, fault) => {
    touch(sim, "site", fault.subjectRef);
    for (const link of linksOf(sim, fault)) cut(sim, link, fault.id);
    for (const witness of witnessesAt(sim, fault.subjectRef)) stopWitness(sim, witness, fault.id);
    for (const host of hostsAt(sim, fault.subjectRef)) keepOff(sim, host, fault.id);
    reviewCopiesAt(sim, fault.subjectRef);
  },
  clear: (sim, fault) => {
    touch(sim, "site", fault.subjectRef);
    for (const link of linksOf(sim, fault)) mend(sim, link, fault.id);
    for (const witness of witnessesAt(sim, fault.subjectRef)) startWitness(sim, witness, fault.id);
    for (const host of hostsAt(sim, fault.subjectRef)) {
      letStart(sim, host, fault.id);
      reviewHardware(sim, host.pairRef);
    }
    reviewCopiesAt(sim, fault.subjectRef);
  },
};

function linksOf(sim: Sim, { subjectRef }: SimFault): SimLink[] {
  const { whole, spanning } = pairsAt(sim, subjectRef);
  return [
    ...[...whole, ...spanning].flatMap((pair) => linksBetweenHosts(sim, pair)),
    ...linksOutOf(sim, subjectRef, whole),
  ];
}
