import { amend, type Draft, durableOf, emit, partner, self, wakeAt } from "./draft";
import { hereOf, nameOf, openIncident, recordVm, rootOf, thereOf } from "./journal";
import { lostCopy } from "./partner-away";
import { alone, isInSync } from "./register";
import { mayGoAlone } from "./rules";
import type { VmState } from "./state";
import { ask } from "./token";
import { partnerWentOn } from "./two-histories";

/** go-solo: the active side asks for the token before any write is acknowledged by its leg alone. */
export function goSolo(draft: Draft, vm: VmState): void {
  const durable = durableOf(draft, vm);
  const { register, pending } = durable;
  if (register.owner !== self(draft) || vm.instance !== "running" || vm.switching !== null) return;
  if (!isInSync(register, partner(draft)) || pending !== null || durable.alone) return;
  if (!draft.rules.mayRelyOnOwnLeg(draft, vm) || partnerWentOn(draft, vm)) return;
  const why = reasonToGoSolo(draft, vm);
  if (why === null) return;
  if (draft.nowMs < vm.retryAtMs) {
    wakeAt(draft, vm.retryAtMs);
    return;
  }
  if (rootOf(draft, vm) === null && why === notUsable(draft)) {
    openIncident(draft, vm);
    recordVm(draft, vm, {
      phase: "detected",
      rule: "leg-failed",
      faultKind: "mirror-out-of-sync",
      severity: "major",
      sentence: `The copy of ${nameOf(draft, vm)} on ${thereOf(draft)} failed.`,
    });
  }
  // What a person asked for is no incident.
  const asked = durable.intent.declared.mirror === "none";
  if (!asked) openIncident(draft, vm);
  recordVm(draft, vm, {
    phase: asked ? null : "decided",
    rule: "go-solo",
    sentence: `${hereOf(draft)} asks for the token of ${nameOf(draft, vm)} to go on alone: ${why}.`,
  });
  ask(draft, vm, "go-solo", { owner: self(draft), inSync: alone(self(draft)) });
}

const notUsable = (draft: Draft): string => `the copy on ${thereOf(draft)} is not usable`;

function reasonToGoSolo(draft: Draft, vm: VmState): string | null {
  const { state, nowMs, timing } = draft;
  if (durableOf(draft, vm).intent.declared.mirror === "none") return "its mirror was dialled off";
  if (state.partnerDead || state.partnerFenced) return `${thereOf(draft)} is gone`;
  const heardSinceReport = !state.partnerSuspected && state.heard !== null;
  if (heardSinceReport && vm.partner === null) return `${thereOf(draft)} does not know it any more`;
  // Not by its being usable: it becomes that only when it hears from us that it counts again.
  const otherLeg = vm.partner !== null && vm.partner.legId !== durableOf(draft, vm).partnerLegId;
  if (heardSinceReport && (otherLeg || vm.partner?.legFailed)) return notUsable(draft);
  if (vm.held || vm.mirror !== "established") {
    if (vm.held && state.partnerSuspected) return `${thereOf(draft)} does not answer`;
    const graceMs = vm.held ? timing.mirrorGraceMs : timing.replicaGraceMs;
    if (nowMs >= vm.mirrorLostAtMs + graceMs) return "its mirror is cut";
    wakeAt(draft, vm.mirrorLostAtMs + graceMs);
  }
  return null;
}

/** Without the witness a machine that waits here for a token goes on, where that is safe. It is written down first. */
export function goOnAlone(draft: Draft, vm: VmState): void {
  const { alone: already, register, intent } = durableOf(draft, vm);
  const held = vm.held && vm.instance === "running";
  const stopped = vm.instance === "stopped" && intent.desiredPower === "on";
  if (already || !(held || stopped) || vm.deleting || vm.switching !== null || vm.crashedTooOften) return;
  if (!isInSync(register, partner(draft)) || !mayGoAlone(draft, vm)) return;
  // A change under way can win later and then says the same.
  amend(draft, vm, { alone: true, pending: null });
  vm.askedAtMs = null;
  openIncident(draft, vm);
  recordVm(draft, vm, {
    phase: "decided",
    rule: "designated-alone",
    severity: "critical",
    sentence: draft.state.partnerFenced
      ? `${nameOf(draft, vm)} goes on alone on ${hereOf(draft)}: ${thereOf(draft)} is confirmed off.`
      : `${nameOf(draft, vm)} goes on alone on ${hereOf(draft)}, which both hosts had agreed on while the witness was gone.`,
  });
}

/** Lets held writes and output go to our leg only, once nobody else can own the machine. */
export function release(draft: Draft, vm: VmState): void {
  if (vm.instance !== "running" || !draft.rules.mayRelease(draft, vm)) return;
  // A copy under way, or a mirror that is not in the register yet, is dropped only when it broke.
  const committed = vm.mirrorCommitted && vm.mirror !== "off";
  if (!vm.held && !committed && vm.lockstep === "off") return;
  const inLockstep = vm.lockstep === "synchronized" || vm.lockstep === "lost";
  emit(draft, { kind: inLockstep ? "release-output" : "release-writes", vmRef: vm.vmRef });
  if (rootOf(draft, vm) !== null) {
    recordVm(draft, vm, {
      phase: "acted",
      rule: "go-solo",
      ...lostCopy(draft.state, "mirror-out-of-sync"),
      sentence: `${nameOf(draft, vm)} goes on alone on ${hereOf(draft)} in epoch ${durableOf(draft, vm).register.epoch}.`,
    });
  }
  vm.held = false;
  vm.bitmap = vm.mirrorCommitted ? vm.mirrored : null;
  vm.mirrored = null;
  vm.mirror = "off";
  vm.copy = null;
  vm.mirrorCommitted = false;
  vm.detachedAtMs = null;
  vm.lockstep = "off";
  vm.awaitingQuorum = false;
}
