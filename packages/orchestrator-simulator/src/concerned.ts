import { pairOfEvent } from "./lane";
import { type Sim, vmsOf } from "./sim";
import type { SimVm } from "./world/machine";
import type { SimPair } from "./world/pair";
import type { WorldEvent } from "./world-event";

/** The pairs that may be otherwise after this event; all of them where it says nothing. */
export function concernedPairs(sim: Sim, event: WorldEvent | null): readonly SimPair[] {
  const pairRef = event && (askedOf(sim, event)?.pairRef ?? pairOfEvent(sim.world, event));
  const pair = sim.world.pairs[pairRef ?? ""];
  return pair ? [pair] : Object.values(sim.world.pairs);
}

/** The machines that may be otherwise after this event; all of them where it says nothing. */
export function concerned(sim: Sim, event: WorldEvent | null): readonly SimVm[] {
  if (event !== null && "target" in event) {
    const asked = askedOf(sim, event);
    return asked ? [asked] : [];
  }
  const pairRef = event && pairOfEvent(sim.world, event);
  return pairRef === null ? Object.values(sim.world.vms) : vmsOf(sim, pairRef);
}

/** The machine that a request of a lab goes to: it changes nothing but what that one has answered. */
const askedOf = (sim: Sim, event: WorldEvent): SimVm | undefined =>
  "target" in event ? sim.world.vms[event.target] : undefined;
