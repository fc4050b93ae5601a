import { otherSide } from "@v-available/domain/state";
import { amend, type Draft, durableOf, emit, self } from "./draft";
import { countCrash, observeGuestCrash } from "./guest-crash";
import type { Input } from "./input";
import { hereOf, nameOf, newId, newRoot, openIncident, recordHost, recordVm, seconds, thereOf } from "./journal";
import { isSilencePlanned, lostCopy } from "./partner-away";
import { countDrop } from "./standby-dropped";
import type { VmState } from "./state";

type FactOf<Kind extends Input["kind"]> = Extract<Input, { kind: Kind }>;

/** Takes in what the driver says of an instance. */
export function observeInstance(draft: Draft, fact: FactOf<"instance">): void {
  const vm = draft.state.vms[fact.vmRef];
  if (vm === undefined) {
    observeUnknown(draft, fact);
    return;
  }
  draft.touched = true;
  switch (fact.event) {
    case "running": {
      if (vm.instance === "unknown") {
        // Found after a restart of the agent: the watchdog knows until when we had been covered.
        vm.guardUntilMs = fact.guardUntilMs;
        if (fact.guardUntilMs !== null) vm.leaseUntilMs = Math.max(vm.leaseUntilMs, fact.guardUntilMs);
        if (fact.lockstep === true) vm.lockstep = "synchronized";
        vm.mirrorLostAtMs = draft.nowMs;
      }
      // A kill under way is not undone by a late word of its start.
      if (vm.instance !== "stopping" && vm.instance !== "paused") vm.instance = "running";
      return;
    }
    case "stopped":
      observeStopped(draft, vm, fact.clean);
      return;
    case "answers":
      vm.booting = false;
      return;
    case "guest-crashed":
      observeGuestCrash(draft, vm, fact.hung === true);
      return;
    case "switchover-ready":
      // Without a switch of ours it was left over by the agent before us, whose change may still be under way.
      vm.switching ??= { to: otherSide(self(draft)), sinceMs: draft.nowMs, killed: false };
      if (vm.instance === "running" || vm.instance === "unknown") vm.instance = "paused";
      return;
  }
}

function observeUnknown(draft: Draft, fact: FactOf<"instance">): void {
  const { state } = draft;
  const found = fact.event === "stopped" ? "stopped" : "stopping";
  state.unknownInstances = { ...state.unknownInstances, [fact.vmRef]: found };
  if (found === "stopped") return;
  emit(draft, { kind: "kill-vm", vmRef: fact.vmRef, why: "unknown-machine" });
  recordHost(draft, { kind: "vm", ref: fact.vmRef }, newRoot(draft), {
    phase: "acted",
    rule: "unknown-machine",
    severity: "critical",
    sentence: `${hereOf(draft)} ran ${fact.vmRef} without any record of it, so it was stopped.`,
  });
}

function observeStopped(draft: Draft, vm: VmState, clean: boolean): void {
  const before = vm.instance;
  vm.instance = "stopped";
  vm.booting = false;
  const mirrorWhole = vm.mirror === "established" && !vm.held && draft.rules.mayRelyOnOwnLeg(draft, vm);
  vm.held = false;
  vm.mirror = "off";
  vm.mirrorCommitted = false;
  vm.detachedAtMs = null;
  vm.lockstep = vm.lockstep === "synchronized" && vm.switching === null && before === "running" ? "lost" : "off";
  vm.bitmap = null;
  vm.resync = null;
  if (before === "unknown" || before === "stopped") return;
  draft.beatNow = true;
  draft.renewNow = true;
  const { register, intent } = durableOf(draft, vm);
  const mine = register.owner === self(draft);
  if (clean && mirrorWhole && register.inSync.length === 2) amend(draft, vm, { clean: true });
  if (!mine || vm.switching !== null || before === "stopping") {
    if (mine && before === "stopping") vm.startWhy = "restart";
    vm.lockstep = "off";
    return;
  }
  const ordered = clean || vm.stopAsked || intent.desiredPower === "off";
  // Nothing is to go on from the standby's memory, so the partner may let it go.
  if (ordered) vm.lockstep = "off";
  if (clean && !vm.stopAsked && intent.desiredPower === "on" && before === "running") {
    amend(draft, vm, { intent: { ...intent, version: intent.version + 1, desiredPower: "off" } });
    recordVm(draft, vm, {
      phase: null,
      rule: "operator-command",
      sentence: `The guest of ${nameOf(draft, vm)} shut itself down.`,
    });
    return;
  }
  vm.startWhy = "restart";
  if (ordered) return;
  // Its host is there, and so are those that it was started after: one that crashed alone is started again at once.
  vm.turn = "out-of-order";
  handOverCrashed(draft, vm);
  countCrash(draft, vm, `${nameOf(draft, vm)} ended unexpectedly on ${hereOf(draft)}`);
}

/** The process died in lockstep: the partner holds the memory, so it goes on there. */
function handOverCrashed(draft: Draft, vm: VmState): void {
  if (vm.lockstep !== "lost") return;
  vm.lockstep = "off";
  const { partnerSuspected } = draft.state;
  const { register, pending } = durableOf(draft, vm);
  if (partnerSuspected || pending !== null || register.inSync.length < 2 || vm.partner?.standbyReady !== true) return;
  vm.switching = { to: otherSide(self(draft)), sinceMs: draft.nowMs, killed: true };
}

export function observeMirror(draft: Draft, fact: FactOf<"mirror">): void {
  const vm = draft.state.vms[fact.vmRef];
  if (vm === undefined || (fact.copy !== undefined && fact.copy !== vm.copy)) return;
  draft.touched = true;
  if (fact.event === "resyncing") {
    const { outOfSyncBytes, totalBytes, bytesPerSecond } = fact;
    if (vm.mirror === "resyncing") vm.resync = { outOfSyncBytes, totalBytes, bytesPerSecond };
    return;
  }
  if (fact.event === "established") {
    // After "lost" the writes are held until a token settles it; a late word of the mirror does not count.
    if (vm.instance === "running" || vm.instance === "starting") {
      vm.mirror = "established";
      vm.held = false;
      // The driver keeps none while every write goes to both.
      vm.bitmap = null;
    }
    return;
  }
  if (vm.mirror === "established" || (vm.instance === "running" && isCounted(draft, vm) && !vm.held)) {
    vm.mirror = "lost";
    vm.held = true;
    vm.detachedAtMs = null;
    vm.mirrorLostAtMs = draft.nowMs;
    openIncident(draft, vm);
    recordVm(draft, vm, {
      phase: "detected",
      rule: "mirror-lost",
      ...lostCopy(draft.state, "mirror-out-of-sync"),
      sentence: isSilencePlanned(draft.state)
        ? `${thereOf(draft)}, which is in maintenance, does not answer: writes of ${nameOf(draft, vm)} are held.`
        : `The copy of ${nameOf(draft, vm)} on ${thereOf(draft)} does not answer: writes are held.`,
    });
    return;
  }
  if (vm.mirror === "resyncing") {
    copyFailed(draft, vm, `the copy on ${thereOf(draft)} does not answer`);
  } else if (vm.mirror === "off" && vm.instance === "running") {
    // Found by an agent whose predecessor won the token and could not release any more.
    vm.held = true;
  }
}

/** Told once for each row of failures; what stays broken is tried less and less often. */
function copyFailed(draft: Draft, vm: VmState, why: string): void {
  const { retryMs, copyRetryMaxMs } = draft.timing;
  vm.mirror = "off";
  vm.resync = null;
  vm.retryAtMs = draft.nowMs + Math.min(copyRetryMaxMs, retryMs * 2 ** vm.copiesInVain);
  vm.copiesInVain += 1;
  if (vm.copiesInVain > 1) return;
  recordVm(draft, vm, {
    phase: null,
    rule: "resync",
    severity: "major",
    sentence: `The disk of ${nameOf(draft, vm)} could not be copied to ${thereOf(draft)} (${why}); it is tried again until it can be.`,
  });
}

const isCounted = (draft: Draft, vm: VmState) => durableOf(draft, vm).register.inSync.length === 2;

export function observeReplica(draft: Draft, fact: FactOf<"replica">): void {
  const vm = draft.state.vms[fact.vmRef];
  if (vm === undefined) return;
  draft.touched = true;
  const before = vm.replica;
  if (fact.event === "serving" && vm.replica === "closing") return;
  // It could not be opened: asked again at once it would be refused again at once, for ever.
  if (fact.event === "stopped" && before === "opening") vm.retryAtMs = draft.nowMs + draft.timing.retryMs;
  vm.replica = fact.event === "serving" ? "serving" : "off";
  if (before !== vm.replica) draft.beatNow = true;
}

export function observeLockstep(draft: Draft, fact: FactOf<"lockstep">): void {
  const vm = draft.state.vms[fact.vmRef];
  if (vm === undefined || vm.instance !== "running") return;
  draft.touched = true;
  if (fact.event === "synchronized") {
    if (vm.lockstep !== "starting" && vm.lockstep !== "synchronized") return;
    if (vm.lockstep === "starting") {
      recordVm(draft, vm, {
        phase: "restored",
        rule: "lockstep-restored",
        sentence: `${nameOf(draft, vm)} runs in lockstep on both hosts.`,
      });
    }
    vm.lockstep = "synchronized";
    draft.beatNow = true;
    return;
  }
  if (vm.lockstep === "off" || (fact.fault !== undefined && vm.lockstep === "lost")) return;
  vm.lockstep = "lost";
  vm.held = true;
  vm.detachedAtMs = null;
  vm.mirror = "lost";
  vm.mirrorLostAtMs = draft.nowMs;
  openIncident(draft, vm);
  if (fact.fault !== undefined) {
    countDrop(draft, vm, fact.fault);
    return;
  }
  recordVm(draft, vm, {
    phase: "detected",
    rule: "mirror-lost",
    ...lostCopy(draft.state, "mirror-out-of-sync"),
    sentence: isSilencePlanned(draft.state)
      ? `${thereOf(draft)}, which is in maintenance, does not answer: output of ${nameOf(draft, vm)} is held.`
      : `The standby of ${nameOf(draft, vm)} on ${thereOf(draft)} does not answer: output is held.`,
  });
}

export function observeStandby(draft: Draft, fact: FactOf<"standby">): void {
  const vm = draft.state.vms[fact.vmRef];
  if (vm === undefined) return;
  draft.touched = true;
  const standby = fact.event === "lost" ? "none" : fact.event;
  if (standby !== "none" && vm.standby === "none" && vm.instance !== "stopped" && vm.instance !== "unknown") return;
  if (vm.standby !== standby) draft.beatNow = true;
  vm.standby = standby;
  if (standby === "none") vm.standbyEpoch = null;
  const { register } = durableOf(draft, vm);
  const claims = vm.partner?.lockstep === true && vm.partner.register.epoch === register.epoch;
  if (standby === "synchronized" && claims && register.owner !== self(draft)) vm.standbyEpoch = register.epoch;
}

/** Leases that are held go on, by the monotonic clock. A host that can't be sure of its clocks begins no new one. */
export function observeClock(draft: Draft, { stepMs }: FactOf<"clock">): void {
  const { clockSteadyMs } = draft.timing;
  draft.touched = true;
  draft.state.clockSteadyFromMs = draft.nowMs + clockSteadyMs;
  recordHost(draft, { kind: "host", ref: hereOf(draft) }, null, {
    phase: "detected",
    rule: "clock-stepped",
    faultKind: "clock-step",
    severity: "major",
    sentence: `The clock of ${hereOf(draft)} stepped ${seconds(Math.abs(stepMs))} ${stepMs < 0 ? "back" : "ahead"}: it takes over no machine for ${seconds(clockSteadyMs)}, and what it runs goes on.`,
  });
}

export function observeLeg(draft: Draft, fact: FactOf<"leg">): void {
  const vm = draft.state.vms[fact.vmRef];
  if (vm === undefined) return;
  const { register, legFailed } = durableOf(draft, vm);
  if (fact.event === "failed") vm.legFault = fact.fault ?? null;
  if (fact.event === "failed" && !legFailed) {
    amend(draft, vm, { legFailed: true });
    draft.beatNow = true;
  }
  if (fact.event === "replaced" && legFailed) {
    amend(draft, vm, {
      legFailed: false,
      legId: newId(draft),
      forgotten: true,
      // Of two that might have been right one is gone.
      undecided: false,
      legInSyncEpoch: null,
      legInconsistentSince: register.epoch,
    });
    draft.beatNow = true;
  }
}

/** What could not be done is put back to where it was, so that its rule tries again after a while. */
export function observeFailure(draft: Draft, fact: FactOf<"effect-failed">): void {
  const vm = draft.state.vms[fact.vmRef];
  if (vm === undefined) return;
  draft.touched = true;
  vm.retryAtMs = draft.nowMs + draft.timing.retryMs;
  switch (fact.effect) {
    case "start-vm":
    case "go-live":
      if (vm.instance !== "starting") return;
      vm.instance = "stopped";
      countCrash(draft, vm, `${nameOf(draft, vm)} could not be started on ${hereOf(draft)} (${fact.reason})`);
      return;
    case "kill-vm":
      if (vm.instance === "stopping") emit(draft, { kind: "kill-vm", vmRef: vm.vmRef, why: "not-wanted" });
      return;
    case "serve-replica":
    case "stop-replica":
      if (fact.effect === "stop-replica" && vm.replica === "closing") vm.replica = "serving";
      if (fact.effect === "serve-replica" && vm.replica === "opening") vm.replica = "off";
      return;
    case "begin-resync":
      if (vm.mirror === "resyncing") copyFailed(draft, vm, fact.reason);
      return;
    case "prepare-standby":
      if (vm.standby === "preparing") vm.standby = "none";
      return;
    case "begin-lockstep":
      if (vm.lockstep === "starting") vm.lockstep = "off";
      return;
    case "migrate-out":
      if (vm.switching !== null && vm.instance === "running")
        vm.switching = { ...vm.switching, sinceMs: Number.NEGATIVE_INFINITY };
      return;
    default:
      return;
  }
}
