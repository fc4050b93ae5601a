import type { FaultKind } from "@v-available/domain/fault-kind";
import { type Draft, durableOf, emit, self } from "./draft";
import { nameOf, newRoot, openIncident, recordVm, rootOf } from "./journal";
import type { VmState } from "./state";

/** The driver says that the guest crashed, or has not answered for too long. */
export function observeGuestCrash(draft: Draft, vm: VmState, hung: boolean): void {
  const { register, intent } = durableOf(draft, vm);
  if (register.owner !== self(draft) || vm.instance !== "running" || intent.desiredPower === "off") return;
  const what = `The guest of ${nameOf(draft, vm)} ${hung ? "does not answer" : "crashed"}`;
  if (countCrash(draft, vm, what, hung ? "guest-hang" : "guest-crash")) {
    emit(draft, { kind: "reset-vm", vmRef: vm.vmRef });
    return;
  }
  vm.instance = "stopping";
  emit(draft, { kind: "kill-vm", vmRef: vm.vmRef, why: "not-wanted" });
}

/** guest-restart: at most so many within the window, then it is left down for a person. @returns whether to restart */
export function countCrash(draft: Draft, vm: VmState, what: string, faultKind: FaultKind = "guest-crash"): boolean {
  const { nowMs, timing } = draft;
  const recent = vm.crashTimesMs.filter((atMs) => atMs > nowMs - timing.guestRestartWindowMs);
  vm.crashTimesMs = [...recent, nowMs];
  vm.crashedTooOften = vm.crashTimesMs.length > timing.guestRestartLimit;
  if (rootOf(draft, vm) === null) openIncident(draft, vm, newRoot(draft));
  recordVm(draft, vm, {
    phase: "detected",
    rule: vm.crashedTooOften ? "guest-crashed-too-often" : "guest-restart",
    faultKind,
    severity: "major",
    sentence: vm.crashedTooOften
      ? `${what} for the ${vm.crashTimesMs.length}th time within an hour; it is left down.`
      : `${what}; restart ${vm.crashTimesMs.length} of ${timing.guestRestartLimit}.`,
  });
  return !vm.crashedTooOften;
}
