import { PATHS } from "../src/message";
import { type Machine, Violation, type World } from "./world";

/**
 * What a person has signed for is no breach: that a machine is started past the token, and so written on both sides, for
 * as long as these can't hear each other. What follows from that nobody has signed: both stop once they hear of it, and
 * neither copy is overwritten before a person has chosen.
 */

/** Heartbeats, suspicion and the end of a process are over by then. */
const HEARS_WITHIN_MS = 3_000;

/** To be asked all the time. @param writers how many sides of it may write */
export function judgeTwoWriters(world: World, machine: Machine, writers: number): void {
  const { vmRef } = machine;
  if (writers === 2 && !machine.overridden) throw new Violation("S1", `${vmRef} is writable on both hosts`);
  if (writers === 2) machine.twoHistories = true;
  const hear = PATHS.some((path) => world.paths[path].ab && world.paths[path].ba);
  if (!machine.twoHistories || writers === 0 || !hear) {
    machine.bothHeardSinceMs = null;
    return;
  }
  machine.bothHeardSinceMs ??= world.nowMs;
  if (world.nowMs - machine.bothHeardSinceMs > HEARS_WITHIN_MS)
    throw new Violation("S1", `${vmRef} goes on with one of two histories, of which nobody has chosen one`);
}
