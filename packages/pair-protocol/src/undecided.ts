import { FAULTS } from "@v-available/domain/fault";
import { type Answer, notNow } from "./answer";
import { amend, type Draft, durableOf, emit, partner, self } from "./draft";
import type { HostCommand } from "./input";
import { hereOf, nameOf, recordVm, thereOf } from "./journal";
import type { VmReport } from "./message";
import { partnerMaintenance } from "./partner-away";
import { isSolo } from "./register";
import type { VmState } from "./state";

/**
 * verify: both copies differ, the machine has been read on both sides since they were last known to be alike, and so
 * either may be the right one. The owner goes on with its own; the standby's leg is neither filled nor brought up before a
 * person has said the direction.
 *
 * Saying it is giving one of the two up. Where that is the owner's, the owner writes down for which leg, and never brings
 * its own up again by itself; only then, and once nothing of the machine runs there, is that very leg the machine. The leg
 * goes by a name that was given with the find, and the owner copies to no leg that waits: so even where both have been told
 * to give theirs up at the same moment, the one that is named was not touched, and goes on.
 */

type DiscardLeg = Extract<HostCommand, { kind: "discard-leg" }>;

const isAsked = (draft: Draft, vm: VmState): boolean => {
  const { undecided, rightLegId } = durableOf(draft, vm);
  return undecided || Boolean(rightLegId) || vm.partner?.undecided === true;
};

/** What is in the way of a change that counts on the other copy; null where nothing is. */
export const untilDecided = (draft: Draft, vm: VmState): Answer =>
  isAsked(draft, vm)
    ? notNow(
        `The two copies of ${nameOf(draft, vm)} differ, and nobody has said which of them is right.`,
        "Choose the copy that stays first.",
      )
    : null;

/** A person gives our leg up for the partner's. @returns null where no direction is asked for */
export function sayDirection(draft: Draft, vm: VmState, command: DiscardLeg): { readonly answer: Answer } | null {
  const { register, undecided } = durableOf(draft, vm);
  const ownerYields = register.owner === self(draft) && vm.partner?.undecided === true;
  if (!undecided && !ownerYields) return null;
  if (command.loss.trim() === "" || command.signedBy.trim() === "")
    return { answer: { code: "invalid", message: "Giving up a copy names who signs it and what is lost." } };
  return { answer: undecided ? giveUpUndecided(draft, vm, command) : giveUpOwn(draft, vm, command) };
}

/** The owner's copy is right: ours is filled from it as any other that is behind. */
function giveUpUndecided(draft: Draft, vm: VmState, command: DiscardLeg): Answer {
  const report = vm.partner;
  const keeps = report?.legUsable === true && !report.rightLegId && !report.legFailed;
  if (draft.state.partnerSuspected || !keeps)
    return notNow(
      `${thereOf(draft)} does not say that it keeps its copy of ${nameOf(draft, vm)}.`,
      "Choose when both hosts hear each other.",
    );
  draft.beatNow = true;
  amend(draft, vm, { undecided: false, legInSyncEpoch: null });
  recordVm(draft, vm, said(command, `the copy of ${nameOf(draft, vm)} on ${thereOf(draft)} is the right one`));
  return null;
}

/** The partner's copy is right: ours ends here, and the partner goes on once it has heard so. */
function giveUpOwn(draft: Draft, vm: VmState, command: DiscardLeg): Answer {
  const { register, pending, alone } = durableOf(draft, vm);
  const report = vm.partner as VmReport;
  if (draft.state.partnerSuspected || report.legFailed || report.register.epoch !== register.epoch)
    return notNow(
      `${thereOf(draft)} does not say that it keeps its copy of ${nameOf(draft, vm)}.`,
      "Choose when both hosts hear each other.",
    );
  if (partnerMaintenance(draft.state) !== null)
    return notNow(`${thereOf(draft)} is in maintenance or on its way there.`, "Wait until that has ended.");
  // Until then every write goes to that copy, too, and a register that may still change would name the wrong one.
  if (!isSolo(register, self(draft)) || pending !== null || alone || vm.deleting)
    return notNow(
      `${hereOf(draft)} does not have the token of ${nameOf(draft, vm)} for itself yet.`,
      "Choose when the witness answers.",
    );
  draft.beatNow = true;
  amend(draft, vm, {
    rightLegId: report.legId,
    legInSyncEpoch: null,
    legInconsistentSince: register.epoch,
    clean: false,
  });
  recordVm(draft, vm, said(command, `the copy of ${nameOf(draft, vm)} on ${thereOf(draft)} is the right one`));
  return null;
}

const said = ({ signedBy, loss }: DiscardLeg, what: string) =>
  ({
    phase: "decided",
    rule: "verify",
    actor: "operator",
    sentence: `${signedBy} said that ${what}, accepting: ${loss}`.replace(/\.?$/, "."),
  }) as const;

/** What was given up does not run, also where the agent ended between the word and the deed. */
export function stopWhatWasGivenUp(draft: Draft, vm: VmState): void {
  const { rightLegId, register } = durableOf(draft, vm);
  if (!rightLegId || register.owner !== self(draft)) return;
  if (vm.instance !== "running" && vm.instance !== "starting" && vm.instance !== "paused") return;
  vm.instance = "stopping";
  vm.switching = null;
  recordVm(draft, vm, {
    phase: "acted",
    rule: "verify",
    severity: "critical",
    sentence: `${nameOf(draft, vm)} was stopped here: its copy on ${thereOf(draft)} is the right one.`,
  });
  emit(draft, { kind: "kill-vm", vmRef: vm.vmRef, why: "given-up" });
}

/** The partner has given its leg up for ours, and runs nothing of the machine: ours is the one that counts. */
export function takeUpRightLeg(draft: Draft, vm: VmState, report: VmReport): void {
  const { register, legId, forgotten, legFailed, splitBrain, alone } = durableOf(draft, vm);
  if (!draft.rules.hasYieldedTo(report, legId) || !forgotten || legFailed || splitBrain || alone) return;
  if (!isSolo(register, partner(draft)) || report.register.epoch !== register.epoch) return;
  if (report.instance !== "stopped") return;
  amend(draft, vm, {
    undecided: false,
    forgotten: false,
    legInconsistentSince: null,
    alone: true,
    fencePassed: true,
    clean: false,
  });
  vm.startWhy = "restart";
  draft.beatNow = true;
  recordVm(draft, vm, {
    phase: "acted",
    rule: "verify",
    faultKind: "verify-mismatch",
    severity: FAULTS["verify-mismatch"].severity,
    sentence: `${nameOf(draft, vm)} goes on from its copy on ${hereOf(draft)}: the one on ${thereOf(draft)} was given up.`,
  });
}
