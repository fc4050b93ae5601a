import { type Sim, vmsOf } from "./sim";
import type { SimPair, SimVm } from "./world";
import type { WorldEvent } from "./world-event";

/** @returns null where it may concern any pair */
export function pairOfEvent({ world }: Sim, event: WorldEvent): string | null {
  if ("hostRef" in event) return world.hosts[event.hostRef]?.pairRef ?? null;
  if ("vmRef" in event) return world.vms[event.vmRef]?.pairRef ?? null;
  return "pairRef" in event ? event.pairRef : null;
}

/** The pairs that may be otherwise after this event; all of them where it says nothing. */
export function concernedPairs(sim: Sim, event: WorldEvent | null): readonly SimPair[] {
  const pair = event && sim.world.pairs[pairOfEvent(sim, event) ?? ""];
  return pair ? [pair] : Object.values(sim.world.pairs);
}

/** The machines that may be otherwise after this event; all of them where it says nothing. */
export function concerned(sim: Sim, event: WorldEvent | null): readonly SimVm[] {
  const pairRef = event && pairOfEvent(sim, event);
  return pairRef === null ? Object.values(sim.world.vms) : vmsOf(sim, pairRef);
}
