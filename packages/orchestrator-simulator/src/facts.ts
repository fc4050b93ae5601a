import type { PairWithMachines } from "@v-available/domain/pair-facts";
import { STALE_AFTER_MS } from "@v-available/domain/timing";
import { hostAt, pairOf, type Sim, vmsOf, wallMs } from "./sim";
import { observe, observeHost, observeLink, observeVm } from "./view";
import { observeWitnesses } from "./witness-view";

/** A pair as the rules of the domain want it. */
export function factsOf(sim: Sim, pairRef: string): PairWithMachines {
  const pair = pairOf(sim, pairRef);
  const observed = observe(sim, "pair", pairRef);
  return {
    pair: observed.kind === "pair" ? observed : null,
    hosts: { a: observeHost(sim, hostAt(sim, pairRef, "a")), b: observeHost(sim, hostAt(sim, pairRef, "b")) },
    links: pair.links.map((ref) =>
      observeLink(sim, sim.world.links[ref] as NonNullable<(typeof sim.world.links)[string]>),
    ),
    witnesses: observeWitnesses(sim, pairRef),
    machines: vmsOf(sim, pairRef).map((vm) => observeVm(sim, vm)),
    nowMs: wallMs(sim.world, sim.world.nowMs),
    staleAfterMs: STALE_AFTER_MS,
  };
}
