import type { FaultKind } from "@v-available/domain/fault-kind";
import type { MtbfPolicy } from "@v-available/domain/mtbf";
import { durationWords } from "@v-available/domain/wording";
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
  const mtbf = durableOf(draft, vm).intent.heed?.mtbf;
  const windowMs = mtbf?.thresholdMs.vm ?? timing.guestRestartWindowMs;
  const recent = vm.crashTimesMs.filter((atMs) => atMs > nowMs - windowMs);
  vm.crashTimesMs = [...recent, nowMs];
  const policy = mtbf?.policy ?? "use-threshold";
  vm.crashedTooOften =
    policy === "never-restart" || (policy === "use-threshold" && vm.crashTimesMs.length > timing.guestRestartLimit);
  if (rootOf(draft, vm) === null) openIncident(draft, vm, newRoot(draft));
  recordVm(draft, vm, {
    phase: "detected",
    rule: vm.crashedTooOften ? "guest-crashed-too-often" : "guest-restart",
    faultKind,
    severity: "major",
    sentence: `${what}${outcomeWords(vm, policy, windowMs, timing.guestRestartLimit)}`,
  });
  return !vm.crashedTooOften;
}

function outcomeWords(
  { crashTimesMs, crashedTooOften }: VmState,
  policy: MtbfPolicy,
  windowMs: number,
  limit: number,
): string {
  if (policy === "never-restart") return "; its policy never restarts it, so it is left down.";
  if (policy === "always-restart") return `; restart ${crashTimesMs.length}, as its policy always restarts it.`;
  const within = windowMs === 3_600_000 ? "an hour" : durationWords(windowMs);
  return crashedTooOften
    ? ` for the ${crashTimesMs.length}th time within ${within}; it is left down.`
    : `; restart ${crashTimesMs.length} of ${limit}.`;
}
