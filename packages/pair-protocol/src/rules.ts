import type { Draft } from "./draft";
import { durableOf, partner, self } from "./draft";
import { isLegUsable } from "./durable";
import type { SeatReport, VmReport } from "./message";
import { isInSync, isSolo, type Register } from "./register";
import type { VmState } from "./state";
import { haveTwoHistories } from "./two-histories";

/**
 * The decisions on which safety hangs, as one record of functions. `step` takes it as a parameter for one reason: the
 * tests break each of them on purpose and must see the properties fail.
 */
export interface Rules {
  /** Until when our running instance is safe from a takeover. */
  readonly mayRunUntilMs: (draft: Draft, vm: VmState) => number;
  /** From when the previous owner's instance is certainly over; infinite while that is not known. */
  readonly fencedFromMs: (draft: Draft, vm: VmState) => number;
  /** Whether held writes may go to our leg only. */
  readonly mayRelease: (draft: Draft, vm: VmState) => boolean;
  /**
   * Whether our leg has all that was acknowledged here, so that it may count. Once it is gone under a driver that serves
   * from the partner, it may be behind.
   */
  readonly mayRelyOnOwnLeg: (draft: Draft, vm: VmState) => boolean;
  /** Whether writes may be acknowledged by the partner's leg alone: it counts, and no change of ours ends that. */
  readonly mayDetach: (draft: Draft, vm: VmState) => boolean;
  /** Whether our leg may become the machine. */
  readonly mayPromote: (draft: Draft, vm: VmState) => boolean;
  /** Whether the partner has promised never to take over in this epoch. */
  readonly partnerYields: (draft: Draft, vm: VmState) => boolean;
  /** What the watchdog is told; null leaves it unarmed. */
  readonly guardUntilMs: (draft: Draft, vm: VmState) => number | null;
  /** Whether a register that is offered replaces the known one: what is of an old epoch never does. */
  readonly supersedes: (known: Register, offered: Register) => boolean;
  /** Whether our leg may be copied over the partner's: only over one that the register does not count, for good. */
  readonly mayOverwrite: (draft: Draft, vm: VmState) => boolean;
  /** Whether the witness that holds the registers may be asked and believed: not once this host has left it for another. */
  readonly mayAskSeat: (draft: Draft) => boolean;
  /** Whether the partner has left that witness, so that the registers can be taken elsewhere. */
  readonly partnerHasLeft: (theirs: SeatReport) => boolean;
  /** Whether this side's own promises still forbid it to ask for the token. */
  readonly ownPromiseHolds: (draft: Draft, vm: VmState) => boolean;
  /** Whether both sides have a history of their own: then both stop until a person has chosen. */
  readonly haveTwoHistories: (draft: Draft, vm: VmState, report: VmReport) => boolean;
  /** Whether the partner's side of a split brain is given up, so that ours is the machine again. */
  readonly hasGivenUp: (report: VmReport) => boolean;
  /** Whether a leg may be filled from the other one: not while a person has yet to say which of the two is right. */
  readonly mayFill: (leg: Pick<VmReport, "undecided">) => boolean;
  /** Whether the partner has given its own leg up for this very one of ours, as a person said. */
  readonly hasYieldedTo: (report: VmReport, legId: string) => boolean;
}

/** The partner is in the in-sync set, or may be once the outcome of our own change is known. */
export function partnerMayTake(draft: Draft, vm: VmState): boolean {
  const { register, pending } = durableOf(draft, vm);
  return isInSync(register, partner(draft)) || pending?.next.inSync.includes(partner(draft)) === true;
}

/** We may go on alone without the witness, because the partner has promised not to take over in this epoch. */
export function isDesignated(draft: Draft, vm: VmState): boolean {
  const { register, pending, designatedEpoch } = durableOf(draft, vm);
  if (designatedEpoch !== register.epoch || register.owner !== self(draft)) return false;
  return pending === null || !pending.next.inSync.includes(partner(draft));
}

/**
 * Without the witness the owner may go on alone all the same: where the partner has promised not to, or is confirmed off
 * while we are still covered against its takeover. Later it may have run before it went off, and its history would be lost.
 */
export function mayGoAlone(draft: Draft, vm: VmState): boolean {
  const { state, nowMs } = draft;
  const { register, pending } = durableOf(draft, vm);
  if (!state.witness.lost || register.owner !== self(draft) || !draft.rules.mayPromote(draft, vm)) return false;
  if (isDesignated(draft, vm)) return true;
  // A change of ours that may still win would bring the partner back in. A standby in lockstep waits for no lease.
  if (pending?.next.inSync.includes(partner(draft)) || vm.lockstep !== "off") return false;
  const covered = nowMs < Math.max(vm.leaseUntilMs, vm.promisedToUsUntilMs);
  return state.partnerFenced && vm.instance === "running" && covered;
}

export const ownPromiseEndsAtMs = (draft: Draft, vm: VmState): number => vm.promisedByUsAtMs + draft.timing.haDeadMs;

export const RULES: Rules = {
  mayRunUntilMs(draft, vm) {
    const { register, alone } = durableOf(draft, vm);
    if (draft.state.durable.retired) return Number.NEGATIVE_INFINITY;
    // A pending hand-over is only ever asked for with the instance stopped or paused, so `register` decides here.
    if (register.owner !== self(draft) && !alone) return Number.NEGATIVE_INFINITY;
    if (!partnerMayTake(draft, vm) || isDesignated(draft, vm) || alone) return Number.POSITIVE_INFINITY;
    // In lockstep nothing leaves without the partner's log: after its loss the instance is frozen, which is a fence that
    // keeps the memory for the case that the token can be had after all.
    if (vm.lockstep === "synchronized" || vm.lockstep === "lost") return Number.POSITIVE_INFINITY;
    return Math.max(vm.leaseUntilMs, vm.promisedToUsUntilMs);
  },

  fencedFromMs(draft, vm) {
    if (durableOf(draft, vm).fencePassed || draft.state.partnerFenced) return Number.NEGATIVE_INFINITY;
    if (vm.previousOwnerUntilMs === null) return Number.POSITIVE_INFINITY;
    if (vm.previousOwnerUntilMs === Number.NEGATIVE_INFINITY) return vm.previousOwnerUntilMs;
    return Math.max(vm.previousOwnerUntilMs, ownPromiseEndsAtMs(draft, vm));
  },

  mayRelease(draft, vm) {
    const { register, alone } = durableOf(draft, vm);
    if (draft.state.durable.retired) return false;
    return alone || (register.owner === self(draft) && !partnerMayTake(draft, vm));
  },

  mayRelyOnOwnLeg: (draft, vm) => !draft.state.identity.servesFromPartner || isLegUsable(durableOf(draft, vm)),

  mayDetach(draft, vm) {
    const { register, pending, alone, partnerLegId } = durableOf(draft, vm);
    if (register.owner !== self(draft) || alone || !isInSync(register, partner(draft))) return false;
    if (partnerLegId === null) return false;
    return vm.mirror === "established" && !vm.held && pending?.next.inSync.includes(partner(draft)) !== false;
  },

  mayPromote(draft, vm) {
    const durable = durableOf(draft, vm);
    const { register, alone, splitBrain } = durable;
    if (draft.state.durable.retired) return false;
    // Also what went on alone may have lost its disk since.
    if (splitBrain || !isLegUsable(durable) || register.epoch === 0) return false;
    return alone || isInSync(register, self(draft));
  },

  partnerYields(draft, vm) {
    const { register } = durableOf(draft, vm);
    return vm.partner?.yieldedEpoch === register.epoch;
  },

  guardUntilMs(draft, vm) {
    const untilMs = draft.rules.mayRunUntilMs(draft, vm);
    return untilMs === Number.POSITIVE_INFINITY ? null : untilMs;
  },

  supersedes: (known, offered) => offered.epoch > known.epoch,

  mayOverwrite(draft, vm) {
    const { register, pending, alone } = durableOf(draft, vm);
    return isSolo(register, self(draft)) && pending === null && !alone && vm.mirror === "off" && !vm.held;
  },

  mayAskSeat: ({ state }) => state.durable.move === null && !state.durable.retired,

  partnerHasLeft: ({ move }) => move?.stage === "left",

  ownPromiseHolds: (draft, vm) => draft.nowMs < ownPromiseEndsAtMs(draft, vm),

  haveTwoHistories,

  hasGivenUp: ({ splitBrain, legUsable, alone }) => !splitBrain && !legUsable && !alone,

  mayFill: ({ undecided }) => undecided !== true,

  hasYieldedTo: ({ rightLegId, legUsable, alone }, legId) => rightLegId === legId && !legUsable && !alone,
};
