import type { LeaseState } from "@v-available/domain/state";
import type { HostState } from "./state";

/** What the witness's promise to this host is worth now; null where it owns no machine and so needs none. */
export function leaseStateOf(state: HostState, nowMs: number): LeaseState | null {
  const { side } = state.identity;
  const owned = Object.values(state.vms).filter((vm) => state.durable.vms[vm.vmRef]?.register.owner === side);
  if (owned.length === 0) return null;
  // A machine that was won a moment ago is covered from the next renewal on: one that is covered shows the lease.
  return owned.some((vm) => nowMs < vm.leaseUntilMs) ? "Held" : "Over";
}
