import { type Headline, type Power, powerOf } from "./headline";
import { asDeclared, filling, oneCopy } from "./headline-copy";
import { copiesDiffer, handedOver } from "./headline-differ";
import { asItShouldBe, atRisk, belowItsLevel, linksDown, recoveryLate } from "./headline-level";
import { offAsDeclared, offInDoubt, offInStep, offOneCopy } from "./headline-off";
import { elsewhere } from "./headline-recovery";
import { held, notServing, twoHistories, unknown } from "./headline-service";
import { type DialStop, dialStopOf } from "./level";
import type { ObservedVm } from "./observed";
import {
  hasTwoCopies,
  hostStanding,
  isResyncing,
  isStale,
  type PairFacts,
  partnerOf,
  runningSides,
} from "./pair-facts";
import type { ProtectionState } from "./state";

/** The headline of a machine and what follows from it. Computed at read time, so that staleness is honest. */
export interface VmProtection {
  readonly state: ProtectionState;
  readonly power: Power;
  /** Both sides have written what the other does not have: nothing goes on before a person has chosen. */
  readonly twoHistories?: true;
  /** Its copies differ, and a person has yet to say which of them is right: it goes on with one. */
  readonly undecided?: true;
  readonly declared: DialStop;
  /** What would really survive a host now. */
  readonly effective: DialStop;
  /** A plain sentence that says why the state is what it is. */
  readonly reason: string;
  /** The next step that comes without anyone; null where none is needed or only a person can help. */
  readonly next: string | null;
  readonly etaAtMs: number | null;
  /** Since when, where the facts themselves tell. */
  readonly sinceMs: number | null;
}

/**
 * The headline protection of a machine. Rules are asked from the worst to the best, and the first that holds decides.
 */
export function protectionOf(vm: ObservedVm, facts: PairFacts): VmProtection {
  const power = powerOf(vm);
  const found =
    unknown(vm, facts) ??
    elsewhere(vm, facts) ??
    twoHistories(vm, facts, power) ??
    (power === "off" ? whileOff(vm, facts) : whileOn(vm, facts, power));
  return {
    power,
    declared: dialStopOf(vm.declared),
    effective: found.state === "Unknown" ? "unprotected" : effectiveOf(vm, facts),
    etaAtMs: null,
    sinceMs: null,
    ...(vm.histories ? { twoHistories: true } : {}),
    ...(vm.undecided ? { undecided: true } : {}),
    ...found,
  };
}

const keepsOneCopy = (vm: ObservedVm): boolean => dialStopOf(vm.declared) === "unprotected" && !isResyncing(vm);

function whileOn(vm: ObservedVm, facts: PairFacts, power: Power): Headline {
  const stopped = handedOver(vm, facts) ?? notServing(vm, facts, power) ?? held(vm, facts) ?? copiesDiffer(vm, facts);
  if (stopped) return stopped;
  if (keepsOneCopy(vm)) return asDeclared(vm, facts);
  return (
    filling(vm, facts) ??
    oneCopy(vm, facts) ??
    belowItsLevel(vm, facts) ??
    atRisk(facts, power) ??
    asItShouldBe(vm, facts)
  );
}

function whileOff(vm: ObservedVm, facts: PairFacts): Headline {
  const asked = copiesDiffer(vm, facts);
  if (asked) return { ...asked, reason: `Off, as asked. ${asked.reason}` };
  if (keepsOneCopy(vm)) return offAsDeclared(vm, facts);
  return (
    filling(vm, facts) ??
    offOneCopy(vm, facts) ??
    offInDoubt(facts) ??
    linksDown(facts) ??
    recoveryLate(vm, facts) ??
    atRisk(facts, "off") ??
    offInStep
  );
}

/** What would survive the loss of a host now, whatever was declared. */
export function effectiveOf(vm: ObservedVm, facts: PairFacts): DialStop {
  if (isStale(facts) || !hasTwoCopies(vm) || hostStanding(facts, partnerOf(vm)) !== "serves") return "unprotected";
  if (powerOf(vm) === "off")
    return hostStanding(facts, vm.activeSide) === "serves" ? dialStopOf(vm.declared) : "unprotected";
  if (vm.held || runningSides(vm).length !== 1) return "unprotected";
  return vm.declared.compute === "lockstep" && vm.standbySynchronized ? "fault-tolerance" : "high-availability";
}
