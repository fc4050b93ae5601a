import type { CapabilityAnswers } from "./finding";
import { dialStopOf } from "./level";
import { aloneNeed } from "./lone-host";
import type { PairWithMachines } from "./pair-facts";
import { freeMiB, type Room, roomFor, type ThoughtOfMachine } from "./room";
import { SIDES } from "./state";

/** A pair on which a machine could be put. */
export interface Candidate {
  readonly facts: PairWithMachines;
  readonly capabilities: CapabilityAnswers;
}

export interface Placed<Pair extends Candidate> {
  readonly pair: Pair;
  /** Counted up to `PLACES_COUNTED_TO` only. */
  readonly room: Room;
  /** Memory that is left once a host is lost, or of the freer host for a machine that nobody takes over. */
  readonly spareMiB: number;
}

export interface Placement<Pair extends Candidate> {
  /** Best first. Those that refuse it come last, and only where too few take it. */
  readonly ranked: readonly Placed<Pair>[];
  /** So many of them were asked; in a large fleet those with the least memory left are not. */
  readonly asked: number;
}

export const PLACES_COUNTED_TO = 10;
/** More than anybody compares. */
const PLACES_SHOWN = 6;
/** Where so many with the most memory left refuse it, none of the others is better off. */
const PLACES_ASKED = 200;

function spareMiB({ protection }: ThoughtOfMachine, facts: PairWithMachines): number {
  if (dialStopOf(protection) === "unprotected") return Math.max(...SIDES.map((side) => freeMiB(facts, side)));
  return Math.min(...SIDES.map((side) => (facts.hosts[side]?.memoryMiB ?? 0) - aloneNeed(facts, side).memoryMiB));
}

/** Where a machine that is thought of would have the most room, by the admission that will be asked when it is made. */
export function placementOf<Pair extends Candidate>(
  thought: ThoughtOfMachine,
  candidates: readonly Pair[],
): Placement<Pair> {
  const bySpare = candidates
    .map((pair) => ({ pair, spareMiB: spareMiB(thought, pair.facts) }))
    .sort((one, other) => other.spareMiB - one.spareMiB);
  const taking: Placed<Pair>[] = [];
  const refusing: Placed<Pair>[] = [];
  let asked = 0;
  for (const { pair, spareMiB } of bySpare) {
    if (taking.length === PLACES_SHOWN || asked === PLACES_ASKED) break;
    asked += 1;
    const room = roomFor(thought, pair.facts, pair.capabilities, PLACES_COUNTED_TO);
    (room.fits > 0 ? taking : refusing).push({ pair, room, spareMiB });
  }
  const ranked = [...taking.sort((one, other) => other.room.fits - one.room.fits), ...refusing];
  return { ranked: ranked.slice(0, PLACES_SHOWN), asked };
}
