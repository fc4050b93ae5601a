import { FAULTS } from "@v-available/domain/fault";
import { amend, type Draft, durableOf, self } from "./draft";
import type { StandbyFault } from "./input";
import { nameOf, recordVm, thereOf } from "./journal";
import type { VmState } from "./state";

/**
 * standby-dropped: the driver has let go of a standby that is worth nothing. What follows is as for any that is lost; one
 * that has to be dropped again and again costs more than it protects, so the machine goes on without.
 */
export function countDrop(draft: Draft, vm: VmState, fault: StandbyFault): void {
  const { nowMs, timing } = draft;
  const { register, intent } = durableOf(draft, vm);
  const recent = vm.standbyDropTimesMs.filter((atMs) => atMs > nowMs - timing.standbyDropWindowMs);
  vm.standbyDropTimesMs = [...recent, nowMs];
  const times = vm.standbyDropTimesMs.length;
  recordVm(draft, vm, {
    phase: "detected",
    rule: "standby-dropped",
    faultKind: fault,
    severity: FAULTS[fault].severity,
    sentence: `${foundWords(draft, vm, fault)}: it is dropped (${times} of ${timing.standbyDropLimit} within a day), and output is held.`,
  });
  if (times < timing.standbyDropLimit || register.owner !== self(draft)) return;
  vm.standbyDropTimesMs = [];
  amend(draft, vm, {
    intent: { ...intent, version: intent.version + 1, declared: { ...intent.declared, compute: "restart" } },
  });
  draft.beatNow = true;
  recordVm(draft, vm, {
    phase: "decided",
    rule: "standby-dropped",
    sentence: `${nameOf(draft, vm)} goes on without a standby until somebody asks for one again.`,
  });
}

function foundWords(draft: Draft, vm: VmState, fault: StandbyFault): string {
  const standby = `The standby of ${nameOf(draft, vm)} on ${thereOf(draft)}`;
  return fault === "standby-lag"
    ? `${standby} falls too far behind`
    : `${standby} does not hold the same memory as the machine`;
}
