import { pairOfEvent } from "./lane";
import { type Sim, vmsOf } from "./sim";
import type { SimVm } from "./world/machine";
import type { SimPair } from "./world/pair";
import type { WorldEvent } from "./world-event";

/** The pairs that may be otherwise after this event; all of them where it says nothing. */
export function concernedPairs(sim: Sim, event: WorldEvent | null): readonly SimPair[] {
  const pair = event && sim.world.pairs[pairOfEvent(sim.world, event) ?? ""];
  return pair ? [pair] : Object.values(sim.world.pairs);
}

/** The machines that may be otherwise after this event; all of them where it says nothing. */
export function concerned(sim: Sim, event: WorldEvent | null): readonly SimVm[] {
  const pairRef = event && pairOfEvent(sim.world, event);
  return pairRef === null ? Object.values(sim.world.vms) : vmsOf(sim, pairRef);
}
