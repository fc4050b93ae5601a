import { SIDES } from "@v-available/domain/state";
import { hasTwoHistories, isHalfGone } from "./fork";
import { isUp, linkOfKind } from "./network";
import { hostAt, type Sim } from "./sim";
import type { SimVm } from "./world/machine";

/**
 * What a person has signed for is no breach of safety; nothing else is excused by it. Who starts a machine past the token
 * signs that two may write (S1) for as long as the hosts can't hear each other, and that an acknowledged write is on the
 * copy of its own history only (S2). That both stop once they hear each other, and that neither copy is overwritten before
 * a person has chosen (S7), nobody has signed away.
 */

/** Heartbeats, suspicion, and the end of a process are over by then. */
const HEARS_WITHIN_MS = 5_000;

/** Since when the hosts of a forked machine could hear each other and one of them wrote all the same, by machine. */
export type HeardSince = Map<string, number>;

/**
 * S1, of a machine that is written on so many sides.
 * @returns what is wrong; null where nothing is, or a person has signed for it
 */
export function wrongWithWriters(sim: Sim, vm: SimVm, writers: number, heardSince: HeardSince): string | null {
  if (!vm.fork) {
    heardSince.delete(vm.ref);
    return writers > 1 ? `${vm.name} may write on both hosts.` : null;
  }
  if (writers === 0 || !hasTwoHistories(sim, vm) || !hearEachOther(sim, vm)) {
    heardSince.delete(vm.ref);
    return null;
  }
  const sinceMs = heardSince.get(vm.ref) ?? sim.world.nowMs;
  heardSince.set(vm.ref, sinceMs);
  return sim.world.nowMs - sinceMs > HEARS_WITHIN_MS
    ? `${vm.name} goes on with one of two histories, of which nobody has chosen one.`
    : null;
}

const PATHS = ["availability-a", "availability-b", "management"] as const;

const hearEachOther = (sim: Sim, { pairRef }: SimVm): boolean =>
  SIDES.every((side) => hostAt(sim, pairRef, side).agentUp) &&
  PATHS.some((kind) => isUp(linkOfKind(sim, pairRef, kind)));

/** S2, of a machine with two histories: each acknowledged write is on the copy of its own. @returns whether it is on neither */
export const isOnNeither = (vm: SimVm): boolean =>
  // What ended with its disk nobody has signed for, and nobody can help.
  !isHalfGone(vm) && SIDES.every((side) => (vm.legs[side]?.written ?? 0) < vm.client.acknowledged);

/** S7: either side of a split brain is overwritten, though nobody has chosen. */
export const overwritesUnchosen = hasTwoHistories;
