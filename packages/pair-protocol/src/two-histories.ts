import { FAULTS } from "@v-available/domain/fault";
import { amend, type Draft, durableOf, partner, self } from "./draft";
import { hereOf, nameOf, openIncident, recordVm, thereOf } from "./journal";
import type { VmReport } from "./message";
import { isSolo } from "./register";
import type { VmState } from "./state";

/**
 * split-brain: a person (or a defect) had one side go on without the token while the other side went on by it. Both have
 * acknowledged writes that the other does not have, so neither is right: both stop, and neither is overwritten before a
 * person has chosen.
 */

/** Whether both sides have a history of their own, by our record and the partner's report of the same epoch. */
export function haveTwoHistories(draft: Draft, vm: VmState, report: VmReport): boolean {
  const { register, alone, splitBrain } = durableOf(draft, vm);
  if (splitBrain || report.register.epoch !== register.epoch) return false;
  // A token alone makes no second history: the other side must have gone on past it.
  if (!alone && !report.alone && !report.splitBrain) return false;
  const ours = alone || (isSolo(register, self(draft)) && draft.rules.mayPromote(draft, vm));
  const theirs = report.alone || report.splitBrain || (isSolo(register, partner(draft)) && report.legUsable);
  return ours && theirs;
}

/**
 * The partner went on past the token in this epoch, and we have acknowledged nothing since: its history is the only one.
 * To go on here would make a second.
 */
export function partnerWentOn({ state }: Draft, vm: VmState): boolean {
  const durable = state.durable.vms[vm.vmRef];
  if (durable === undefined || vm.partner?.alone !== true || state.partnerSuspected) return false;
  const { register, alone } = durable;
  return vm.partner.register.epoch === register.epoch && !alone && !isSolo(register, state.identity.side);
}

export function declareSplitBrain(draft: Draft, vm: VmState): void {
  amend(draft, vm, { alone: false, splitBrain: true });
  draft.beatNow = true;
  noteSplitBrain(draft, vm);
}

/** Also where a newer register has shown it, before the partner was heard. */
export function noteSplitBrain(draft: Draft, vm: VmState): void {
  openIncident(draft, vm);
  recordVm(draft, vm, {
    phase: "detected",
    rule: "split-brain",
    faultKind: "split-brain",
    severity: FAULTS["split-brain"].severity,
    sentence: `${nameOf(draft, vm)} has run alone on both sides: its two histories need a person's choice.`,
  });
}

/** The partner has given up its history, so ours is the one that counts. It was stopped before it could be given up. */
export function endSplitBrain(draft: Draft, vm: VmState, report: VmReport): void {
  if (!durableOf(draft, vm).splitBrain || !draft.rules.hasGivenUp(report)) return;
  amend(draft, vm, { splitBrain: false, alone: true, fencePassed: true });
  recordVm(draft, vm, {
    phase: "acted",
    rule: "split-brain",
    faultKind: "split-brain",
    clears: true,
    sentence: `${nameOf(draft, vm)} goes on from its copy on ${hereOf(draft)}: the history on ${thereOf(draft)} was given up.`,
  });
}
