import { type Draft, durableOf, emit, self } from "./draft";
import type { VmState } from "./state";

/**
 * Whoever owns a running machine that is to be off shuts it down, wherever it has heard of that: by an order, from a partner
 * that took one and then gave its copy up, or from what it wrote itself before its agent began anew.
 */
export function shutDown(draft: Draft, vm: VmState): void {
  const { register, intent } = durableOf(draft, vm);
  if (register.owner !== self(draft) || intent.desiredPower === "on") return;
  if (vm.instance !== "running" || vm.stopAsked) return;
  vm.stopAsked = true;
  emit(draft, { kind: "shut-down-vm", vmRef: vm.vmRef });
}
