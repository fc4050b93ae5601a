import { admitProtection } from "./admission";
import type { CapabilityAnswers } from "./finding";
import { worstVerdict } from "./finding";
import { dialStopOf, isBelow, PROTECTION_OF_STOP, type Protection } from "./level";
import type { ObservedVm } from "./observed";
import type { PairWithMachines } from "./pair-facts";
import { givesAll, isSameProtection } from "./policy-standing";

/** The least that gives all that either gives. */
export function joinOf(one: Protection, other: Protection): Protection {
  const [a, b] = [dialStopOf(one), dialStopOf(other)];
  const recoveries = [one.recovery, other.recovery].filter((recovery) => recovery !== "none");
  return {
    ...PROTECTION_OF_STOP[isBelow(a, b) ? b : a],
    separation: one.separation === "site" || other.separation === "site" ? "site" : "host",
    recovery:
      recoveries.length === 0 ? "none" : { targetRpoMs: Math.min(...recoveries.map(({ targetRpoMs }) => targetRpoMs)) },
  };
}

/** How a machine gets from what it has to what it is to have. */
export interface Way {
  /** What is asked for, one after the other; the last is the level that is wanted. */
  readonly stations: readonly Protection[];
  /** True where it has less than both on the way: nobody may do that without having said so. */
  readonly passesBelow: boolean;
}

/**
 * What is gained comes before what is given up: where the new level has something that the old one lacks, and the other
 * way round, both are had at once for a while. Where the pair has no room for that, the way leads below both.
 */
export function wayOf(vm: ObservedVm, facts: PairWithMachines, to: Protection, capabilities: CapabilityAnswers): Way {
  const join = joinOf(vm.declared, to);
  if (isSameProtection(join, to) || isSameProtection(join, vm.declared)) return { stations: [to], passesBelow: false };
  const fits = worstVerdict(admitProtection(vm, facts, join, capabilities)) !== "block";
  return fits ? { stations: [join, to], passesBelow: false } : { stations: [to], passesBelow: true };
}

/** True where less is had than before: that asks for consent. */
export const lowers = (from: Protection, to: Protection): boolean => !givesAll(to, from);
