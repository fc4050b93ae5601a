import type { World } from "./world";
import type { WorldEvent } from "./world-event";

/** Of what concerns no pair, or goes on whether its pair does or not. No pair is called that. */
export const SHARED_LANE = "";

/** @returns null where it may concern any pair */
export function pairOfEvent(world: World, event: WorldEvent): string | null {
  if ("hostRef" in event) return world.hosts[event.hostRef]?.pairRef ?? null;
  if ("vmRef" in event) return world.vms[event.vmRef]?.pairRef ?? null;
  return "pairRef" in event ? event.pairRef : null;
}

/** Where an event waits: with the others of its pair. */
export const laneOf = (world: World, event: WorldEvent): string =>
  event.kind === "figures" ? SHARED_LANE : (pairOfEvent(world, event) ?? SHARED_LANE);
