import { FAULTS } from "@v-available/domain/fault";
import type { Severity } from "@v-available/domain/state";
import { type Draft, durableOf, emit, partner, self, wakeAt } from "./draft";
import { isLegUsable } from "./durable";
import type { LegFault } from "./input";
import { hereOf, nameOf, openIncident, recordVm, thereOf } from "./journal";
import { partnerMaintenance } from "./partner-away";
import { isInSync } from "./register";
import type { VmState } from "./state";
import { beginSwitch } from "./switch-active";

/**
 * leg-failed: our leg is broken under a running machine, and the partner's is good. The register goes on naming both: that
 * ours is gone is durable here before anything is acknowledged without it, and nothing promotes it from then on. So what
 * is acknowledged meanwhile is on the one leg that can still become the machine.
 */
export function detachLeg(draft: Draft, vm: VmState): void {
  if (!draft.state.identity.servesFromPartner || vm.detachedAtMs !== null || vm.instance !== "running") return;
  if (isLegUsable(durableOf(draft, vm)) || !draft.rules.mayDetach(draft, vm)) return;
  vm.detachedAtMs = draft.nowMs;
  draft.beatNow = true;
  draft.renewNow = true;
  emit(draft, { kind: "detach-leg", vmRef: vm.vmRef });
  openIncident(draft, vm);
  recordVm(draft, vm, {
    phase: "detected",
    rule: "leg-failed",
    ...whatFailed(vm),
    sentence: `${legFailedWords(draft, vm)}: it goes on from the copy on ${thereOf(draft)}.`,
  });
}

/** leg-failed: the machine leaves a host whose disk is broken, if the partner's copy is good. Never from the last copy. */
export function leaveFailedLeg(draft: Draft, vm: VmState): void {
  const { register, pending, legFailed, intent, alone } = durableOf(draft, vm);
  if (
    !(legFailed || vm.detachedAtMs !== null) ||
    register.owner !== self(draft) ||
    pending !== null ||
    vm.switching !== null ||
    alone
  )
    return;
  if (!isInSync(register, partner(draft)) || draft.state.partnerSuspected || vm.partner?.legUsable !== true) return;
  if (intent.desiredPower === "off" || partnerMaintenance(draft.state) !== null) return;
  if (draft.nowMs < vm.retryAtMs) {
    wakeAt(draft, vm.retryAtMs);
    return;
  }
  if (draft.state.identity.servesFromPartner && vm.instance === "running") moveLive(draft, vm);
  else if (!vm.held) restartThere(draft, vm);
}

/**
 * Through the partner's leg the machine lasts as long as the way to it, so its active side moves there. Without a witness
 * that has just answered it goes on where it is: it would be stopped for a token that may not come. Once that way broke,
 * its memory can't follow: what is in lockstep has it there already, the others are restarted.
 */
function moveLive(draft: Draft, vm: VmState): void {
  const { lost, lastReplyAtMs } = draft.state.witness;
  if (lost || lastReplyAtMs === null) return;
  if (vm.detachedAtMs !== null) {
    const settled = vm.lockstep === "off" || vm.lockstep === "synchronized";
    if (!settled || lastReplyAtMs <= vm.detachedAtMs) return;
    recordVm(draft, vm, {
      phase: "decided",
      rule: "leg-failed",
      sentence: `${nameOf(draft, vm)} moves from ${hereOf(draft)} to ${thereOf(draft)}, without a restart.`,
    });
    beginSwitch(draft, vm);
    return;
  }
  const brokenForMs = draft.nowMs - vm.mirrorLostAtMs;
  if (brokenForMs >= draft.timing.mirrorGraceMs) restartThere(draft, vm);
  else wakeAt(draft, vm.mirrorLostAtMs + draft.timing.mirrorGraceMs);
}

function restartThere(draft: Draft, vm: VmState): void {
  openIncident(draft, vm);
  recordVm(draft, vm, {
    phase: "decided",
    rule: "leg-failed",
    ...whatFailed(vm),
    sentence: `${legFailedWords(draft, vm)}: it moves to ${thereOf(draft)}.`,
  });
  vm.switching = { to: partner(draft), sinceMs: draft.nowMs, killed: true };
  vm.held = false;
  if (vm.instance === "running" || vm.instance === "starting" || vm.instance === "paused") {
    vm.instance = "stopping";
    emit(draft, { kind: "kill-vm", vmRef: vm.vmRef, why: "handed-over" });
  }
}

const faultOf = ({ legFault }: VmState): LegFault => legFault ?? "disk-failed";

function whatFailed(vm: VmState): { faultKind: LegFault; severity: Severity } {
  const faultKind = faultOf(vm);
  return { faultKind, severity: FAULTS[faultKind].severity };
}

function legFailedWords(draft: Draft, vm: VmState): string {
  const [name, here] = [nameOf(draft, vm), hereOf(draft)];
  switch (faultOf(vm)) {
    case "disk-failed":
      return `The disk of ${name} on ${here} failed`;
    case "disk-slow":
      return `The disk of ${name} on ${here} is too slow`;
    case "controller-failed":
      return `The disk controller of ${here} failed under ${name}`;
  }
}
