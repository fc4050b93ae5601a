import type { ObservedVm } from "./observed";
import { isResyncing } from "./pair-facts";

/**
 * True where what is said of a machine may change though nothing of its pair does and the pair is still heard: an
 * estimate comes nearer, a recovery copy grows old. All else may be kept until a fact changes.
 */
export const movesWithTime = (vm: ObservedVm): boolean =>
  isResyncing(vm) ||
  Boolean(vm.histories) ||
  vm.restartWait !== undefined ||
  Boolean(vm.undecided) ||
  vm.declared.recovery !== "none" ||
  Boolean(vm.recoveryCopy?.live?.failBack);
