import { type Draft, durableOf, emit, partner, self, wakeAt } from "./draft";
import { BOTH, isInSync } from "./register";
import type { VmState } from "./state";
import { ask } from "./token";

/** Active side: from the committed mirror into lockstep when it is declared, and back when it no longer is. */
export function followLockstep(draft: Draft, vm: VmState): void {
  const { register, pending, intent } = durableOf(draft, vm);
  if (register.owner !== self(draft) || vm.instance !== "running" || pending !== null || vm.held || vm.switching)
    return;
  const declared = intent.declared.compute === "lockstep";
  if (declared && vm.lockstep === "off") {
    enter(draft, vm);
    return;
  }
  if (!declared && vm.lockstep === "leaving") {
    // The epoch was raised: the standby's claim is void, so output may flow without it.
    vm.lockstep = "off";
    emit(draft, { kind: "end-lockstep", vmRef: vm.vmRef });
    return;
  }
  if (!declared && vm.lockstep === "synchronized" && isInSync(register, partner(draft))) {
    if (draft.nowMs < vm.retryAtMs) {
      wakeAt(draft, vm.retryAtMs);
      return;
    }
    if (draft.nowMs >= Math.max(vm.leaseUntilMs, vm.promisedToUsUntilMs)) return;
    ask(draft, vm, "leave-lockstep", { owner: self(draft), inSync: BOTH });
  }
}

function enter(draft: Draft, vm: VmState): void {
  const { register } = durableOf(draft, vm);
  const report = vm.partner;
  if (!vm.mirrorCommitted || vm.mirror !== "established" || report === null || draft.state.partnerSuspected) return;
  if (report.register.epoch !== register.epoch || !report.standbyReady) return;
  if (draft.nowMs < vm.retryAtMs) {
    wakeAt(draft, vm.retryAtMs);
    return;
  }
  vm.lockstep = "starting";
  emit(draft, { kind: "begin-lockstep", vmRef: vm.vmRef, epoch: register.epoch });
}

/** Standby side: has an instance ready to receive memory as long as the owner wants one and our leg counts. */
export function keepStandby(draft: Draft, vm: VmState): void {
  const { register, intent, alone } = durableOf(draft, vm);
  if (register.owner === self(draft)) return;
  const report = vm.partner;
  // A partner whose agent has just restarted does not know yet what it runs: its silence about that is no wish.
  const unsaid = report === null || report.instance === "unknown";
  // What was ended there for a switch goes on here, from this memory.
  const awaited = report?.switching === true && vm.standbyEpoch === register.epoch;
  const wanted = unsaid ? vm.standby !== "none" : report.wantsStandby || report.lockstep || awaited;
  const may = isInSync(register, self(draft)) && !alone && vm.instance === "stopped";
  if (vm.standby !== "none" && (!may || !wanted)) {
    vm.standby = "none";
    vm.standbyEpoch = null;
    emit(draft, { kind: "stop-standby", vmRef: vm.vmRef });
    return;
  }
  if (vm.standby !== "none" || !wanted || !may || report === null || report.lockstep) return;
  if (vm.replica !== "serving" || report.register.epoch !== register.epoch) return;
  if (draft.nowMs < vm.retryAtMs) {
    wakeAt(draft, vm.retryAtMs);
    return;
  }
  vm.standby = "preparing";
  emit(draft, { kind: "prepare-standby", vmRef: vm.vmRef, intent });
}
