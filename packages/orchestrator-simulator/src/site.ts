import type { ObservedSite } from "@v-available/domain/observed";
import type { LinkKind } from "@v-available/domain/state";
import { linkOfKind } from "./network";
import { reviewRecovery } from "./recovery";
import { reviewRecoveredAt } from "./recovery-site";
import { type Sim, siteOf, vmsOf } from "./sim";
import { siteHasPower, siteIsReached } from "./site-state";
import type { World } from "./world";
import type { SimHost } from "./world/host";
import type { SimLink } from "./world/link";
import type { SimVm } from "./world/machine";
import type { SimPair } from "./world/pair";
import type { SimWitness } from "./world/witness";

export const hostsAt = (sim: Sim, siteRef: string): SimHost[] =>
  Object.values(sim.world.hosts).filter((host) => host.siteRef === siteRef);

/** A witness says by name where it stands. */
export const witnessesAt = (sim: Sim, siteRef: string): SimWitness[] => {
  const { name } = siteOf(sim, siteRef);
  return Object.values(sim.world.witnesses).filter(({ siteName }) => siteName === name);
};

/** Pairs with a host there, the whole ones apart from those that span two sites. */
export function pairsAt(sim: Sim, siteRef: string): { whole: SimPair[]; spanning: SimPair[] } {
  const refs = new Set(hostsAt(sim, siteRef).map(({ pairRef }) => pairRef));
  const pairs = Object.values(sim.world.pairs).filter(({ ref }) => refs.has(ref));
  const isWhole = ({ hosts }: SimPair) =>
    Object.values(hosts).every((ref) => sim.world.hosts[ref]?.siteRef === siteRef);
  return { whole: pairs.filter(isWhole), spanning: pairs.filter((pair) => !isWhole(pair)) };
}

export const machinesAt = (sim: Sim, siteRef: string): SimVm[] => {
  const { whole, spanning } = pairsAt(sim, siteRef);
  return [...whole, ...spanning].flatMap(({ ref }) => vmsOf(sim, ref));
};

const BETWEEN_HOSTS = ["availability-a", "availability-b", "management"] as const satisfies readonly LinkKind[];
export const linksBetweenHosts = (sim: Sim, { ref }: SimPair): SimLink[] =>
  BETWEEN_HOSTS.map((kind) => linkOfKind(sim, ref, kind));

/** Pairs whose machines are copied to that site. */
export const copiedTo = (sim: Sim, siteRef: string): SimPair[] =>
  Object.values(sim.world.pairs).filter(({ recovery }) => recovery?.siteRef === siteRef);

/** The ways of clients and of copies: from pairs that have no other host, and from pairs that keep copies there. */
export function linksOutOf(sim: Sim, siteRef: string, whole: readonly SimPair[]): SimLink[] {
  return [
    ...whole.map(({ ref }) => linkOfKind(sim, ref, "business")),
    ...[...new Set([...whole, ...copiedTo(sim, siteRef)])]
      .filter(({ recovery }) => recovery !== undefined)
      .map(({ ref }) => linkOfKind(sim, ref, "wan")),
  ];
}

export function reviewCopiesAt(sim: Sim, siteRef: string): void {
  reviewRecoveredAt(sim, siteRef);
  for (const { ref } of copiedTo(sim, siteRef)) reviewRecovery(sim, ref);
}

/** What is heard of a site besides its hosts: its power is metered, and the meter calls over the same line as they. */
export function contactOf(world: World, siteRef: string): NonNullable<ObservedSite["contact"]> {
  if (!siteIsReached(world, siteRef)) return "silent";
  return siteHasPower(world, siteRef) ? "heard" : "without-power";
}
