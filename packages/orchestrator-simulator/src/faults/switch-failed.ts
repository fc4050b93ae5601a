import { cut, mend } from "../network";
import { reviewHardware } from "../power";
import { linkOf, pairOf, type Sim } from "../sim";
import type { SimFault } from "../world";
import type { SimLink } from "../world/link";
import type { FaultSubjects, FaultType } from "./fault-type";

const linksThrough = (sim: Sim, pairRef: string, switchName: string): SimLink[] =>
  pairOf(sim, pairRef)
    .links.map((ref) => linkOf(sim, ref))
    .filter((link) => link.switchName === switchName);

/** Such as several links go through: of one link alone it is the same as its cable. */
const everySharedSwitch: FaultSubjects = {
  refs: (sim) =>
    Object.values(sim.world.pairs).flatMap(({ ref, links }) => {
      const names = new Set(links.flatMap((link) => linkOf(sim, link).switchName ?? []));
      return [...names].filter((name) => linksThrough(sim, ref, name).length > 1).map((name) => `${ref}/${name}`);
    }),
  find(sim, ref) {
    const [pairRef = "", name = ""] = ref.split("/");
    const known = sim.world.pairs[pairRef] !== undefined && linksThrough(sim, pairRef, name).length > 1;
    return known ? { ref, label: name, pairRef } : null;
  },
};

function linksOf(sim: Sim, { subjectRef }: SimFault): { pairRef: string; links: SimLink[] } {
  const [pairRef = "", name = ""] = subjectRef.split("/");
  return { pairRef, links: linksThrough(sim, pairRef, name) };
}

/** All the links that go through it are gone at once. */
export const switchFailed: FaultType = {
  kind: "switch-failed",
  label: "Break a switch",
  clearLabel: "Replace the switch",
  subjects: everySharedSwitch,
  inject: (sim, fault) => {
    const { pairRef, links } = linksOf(sim, fault);
    for (const link of links) cut(sim, link, fault.id);
    reviewHardware(sim, pairRef);
  },
  clear: (sim, fault) => {
    const { pairRef, links } = linksOf(sim, fault);
    for (const link of links) mend(sim, link, fault.id);
    reviewHardware(sim, pairRef);
  },
};
