import { type Answer, notNow, notOurs, order } from "./answer";
import { type Draft, durableOf, emit, partner, sameUntil, self, stir, wakeAt } from "./draft";
import type { Reason } from "./input";
import { hereOf, nameOf, recordVm, thereOf } from "./journal";
import { partnerMaintenance } from "./partner-away";
import { alone, BOTH, isInSync } from "./register";
import type { VmState } from "./state";
import { ask } from "./token";
import { untilDecided } from "./undecided";

/**
 * switch-active: the owner brings its instance to a stop with every write on both legs, and only then hands the token
 * over. Both legs still count then: should the partner prove unable to start, we can take the machine back. It goes on
 * alone before it starts, and our leg follows by resync. Until the token is gone, all can be called off.
 */
export function switchActive(draft: Draft, vm: VmState): void {
  if (vm.switching === null) {
    receiveSwitch(draft, vm);
    return;
  }
  const { register, pending, clean, alone: wroteAlone } = durableOf(draft, vm);
  const { nowMs, timing } = draft;
  if (register.owner !== self(draft)) {
    if (vm.instance === "stopped" || vm.instance === "unknown") {
      vm.switching = null;
      stir(draft);
    }
    return;
  }
  if (pending !== null) return;
  const outAlready = vm.instance === "paused" || (vm.instance === "stopped" && (clean || vm.switching.killed));
  const possible = isInSync(register, partner(draft)) && !wroteAlone && !draft.state.partnerSuspected;
  const callOff = nowMs >= vm.switching.sinceMs + timing.switchTimeoutMs || !possible || vm.held;
  if (callOff) {
    cancel(draft, vm);
    return;
  }
  if (outAlready) {
    sameUntil(draft, vm.switching.sinceMs + timing.switchTimeoutMs);
    // It must know that its leg counts, or it would own a machine that it may not start.
    if (vm.partner?.legUsable !== true || vm.partner.register.epoch !== register.epoch) return;
    if (nowMs < vm.retryAtMs) {
      wakeAt(draft, vm.retryAtMs);
      return;
    }
    const inSync = draft.rules.mayRelyOnOwnLeg(draft, vm) ? BOTH : alone(partner(draft));
    ask(draft, vm, "hand-over", { owner: partner(draft), inSync }, true);
    return;
  }
  wakeAt(draft, vm.switching.sinceMs + timing.switchTimeoutMs);
}

function cancel(draft: Draft, vm: VmState): void {
  if (vm.instance === "paused" || vm.instance === "running") {
    emit(draft, { kind: "cancel-migration", vmRef: vm.vmRef });
    vm.instance = "running";
  }
  vm.switching = null;
  vm.retryAtMs = draft.nowMs + draft.timing.retryMs;
  draft.beatNow = true;
  vm.mirrorLostAtMs = draft.nowMs;
  recordVm(draft, vm, {
    phase: null,
    rule: "switch-active",
    severity: "warning",
    sentence: `The switch of ${nameOf(draft, vm)} to ${thereOf(draft)} was called off; it stays on ${hereOf(draft)}.`,
  });
}

function receiveSwitch(draft: Draft, vm: VmState): void {
  const { register, intent } = durableOf(draft, vm);
  if (register.owner === self(draft)) {
    if (vm.migrateInAsked) receiveOwned(draft, vm);
    return;
  }
  const wanted = vm.partner?.switching === true && isInSync(register, self(draft));
  // Memory flows into an empty machine: a standby that was being made for it is stopped first.
  if (wanted === vm.migrateInAsked || (wanted && vm.standby !== "none")) return;
  vm.migrateInAsked = wanted;
  emit(draft, wanted ? { kind: "migrate-in", vmRef: vm.vmRef, intent } : { kind: "cancel-migration", vmRef: vm.vmRef });
}

/** What has arrived of its memory goes on as soon as it may, or not at all: told to stop on its way, or its disk here is gone. */
function receiveOwned(draft: Draft, vm: VmState): void {
  const goesOn = durableOf(draft, vm).intent.desiredPower === "on" && draft.rules.mayPromote(draft, vm);
  if (goesOn && vm.instance === "stopped") return;
  stir(draft);
  vm.migrateInAsked = false;
  if (!goesOn) emit(draft, { kind: "cancel-migration", vmRef: vm.vmRef });
}

/** @param because why the host itself wants it; absent where a person asked */
export function askSwitch(draft: Draft, vm: VmState, because?: Reason): Answer {
  const { register, pending, intent } = durableOf(draft, vm);
  if (register.owner !== self(draft)) return notOurs(draft, vm);
  if (vm.switching !== null || pending !== null) {
    return notNow(`${nameOf(draft, vm)} is in a change already.`, "Wait until it has ended.");
  }
  if (intent.desiredPower === "off" || vm.instance !== "running")
    return notNow(`${nameOf(draft, vm)} is not running.`, "Start it first.");
  const open = untilDecided(draft, vm);
  if (open !== null) return open;
  if (!isInSync(register, partner(draft)) || !vm.mirrorCommitted || vm.held || draft.state.partnerSuspected) {
    return notNow(
      `${nameOf(draft, vm)} can't move to ${thereOf(draft)}: its copy there is not in sync.`,
      "Wait until it is protected.",
    );
  }
  if (partnerMaintenance(draft.state) !== null)
    return notNow(`${thereOf(draft)} is in maintenance or on its way there.`, "Wait until that has ended.");
  if (draft.state.witness.lost)
    return notNow("The witness does not answer, so the active side can't be moved.", "Bring the witness back.");
  const way = `from ${hereOf(draft)} to ${thereOf(draft)}`;
  const move = because
    ? ({
        phase: null,
        rule: "switch-active",
        ...(because.faultKind === null ? {} : { faultKind: because.faultKind }),
        sentence: `${nameOf(draft, vm)} moves ${way}: ${because.words}.`,
      } as const)
    : order(`${nameOf(draft, vm)} was told to move ${way}.`);
  recordVm(draft, vm, move);
  beginSwitch(draft, vm);
  return null;
}

/** What runs in lockstep is ended here: the partner has its memory. */
export function beginSwitch(draft: Draft, vm: VmState): void {
  const lockstep = vm.lockstep === "synchronized";
  vm.switching = { to: partner(draft), sinceMs: draft.nowMs, killed: lockstep };
  draft.beatNow = true;
  if (lockstep) {
    vm.instance = "stopping";
    emit(draft, { kind: "kill-vm", vmRef: vm.vmRef, why: "handed-over" });
    return;
  }
  emit(draft, { kind: "migrate-out", vmRef: vm.vmRef, to: partner(draft) });
}
