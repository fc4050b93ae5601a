import type { ObservedVm } from "./observed";
import { hasTwoCopies } from "./pair-facts";
import type { VmProtection } from "./protection";
import { allowed, type RunningTask, type Verdict } from "./transition";

type Known = Pick<VmProtection, "state" | "power" | "declared" | "etaAtMs" | "reason" | "twoHistories" | "undecided">;
type Running = RunningTask | null;

/** When the comparison that runs is expected to have read all; null where none does. */
export const comparisonEtaAtMs = ({ comparison, mirror }: Pick<ObservedVm, "comparison" | "mirror">): number | null => {
  const running = comparison?.running;
  return running && running.bytesPerSecond > 0
    ? Math.round(running.startedAtMs + (mirror.totalBytes / running.bytesPerSecond) * 1_000)
    : null;
};

/** May both copies be compared now? Only two that both take every write can be: else they differ, and that is known. */
export function allowedComparison(vm: ObservedVm, protection: Known, running: Running = null): Verdict {
  if (vm.comparison?.running)
    return { allowed: false, reason: "A comparison of it runs already.", untilMs: comparisonEtaAtMs(vm) };
  const answer = allowed("vm.compare-copies", protection, running);
  if (!answer.allowed || hasTwoCopies(vm)) return answer;
  return { allowed: false, reason: "Not while on one copy.", untilMs: protection.etaAtMs };
}
