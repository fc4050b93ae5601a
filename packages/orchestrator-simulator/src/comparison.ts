import type { ObservedVm } from "@v-available/domain/observed";
import { bytesOfMiB, resyncSpeed } from "./mirror";
import { carryingLinks } from "./network";
import { going, type Progress } from "./progress";
import { after, newRun, type Sim, touch, wallMs } from "./sim";
import { areComparable, findMismatch, unknownlyWrong } from "./verify";
import type { SimComparison, SimVm } from "./world/machine";
import type { EventOf } from "./world-event";

/**
 * Both copies are read and their checksums compared, block by block, while the machine goes on. Reading is given half of
 * what a resync would get: the guests come first.
 */
const SHARE = 0.5;

export function beginComparison(sim: Sim, vm: SimVm, taskKey: string): void {
  const [link] = carryingLinks(sim, vm.pairRef);
  if (!link) throw new Error(`nothing joins the copies of ${vm.ref}`);
  const bytesPerSecond = Math.round(resyncSpeed(sim, link) * SHARE);
  const run = newRun(sim);
  vm.comparison = { run, taskKey, sinceMs: sim.world.nowMs, bytesPerSecond };
  after(sim, msOf(vm, bytesPerSecond), { kind: "comparison-complete", vmRef: vm.ref, run });
  touch(sim, "vm", vm.ref);
}

const msOf = (vm: SimVm, bytesPerSecond: number): number => (bytesOfMiB(vm.diskMiB) / bytesPerSecond) * 1_000;

export function comparisonComplete(sim: Sim, { vmRef, run }: EventOf<"comparison-complete">): void {
  const vm = sim.world.vms[vmRef];
  if (!vm?.comparison || vm.comparison.run !== run) return;
  if (!areComparable(sim, vm)) {
    breakOffComparison(sim, vm, "gone");
    return;
  }
  const differingBytes = unknownlyWrong(vm);
  end(sim, vm, vm.comparison, { differingBytes });
  if (differingBytes === 0) delete vm.readOnBoth;
  if (differingBytes > 0) findMismatch(sim, vm, differingBytes);
}

function end(
  sim: Sim,
  vm: SimVm,
  { taskKey }: SimComparison,
  what: Pick<NonNullable<SimVm["compared"]>, "differingBytes" | "brokenOff">,
): void {
  vm.comparison = null;
  const before = vm.compared?.last;
  const last = what.brokenOff ? before : { atMs: sim.world.nowMs, differingBytes: what.differingBytes ?? 0 };
  vm.compared = { taskKey, ...what, ...(last ? { last } : {}) };
  touch(sim, "vm", vm.ref);
}

/** @param why "asked": a person ended it; "gone": one of the two copies is not there to be compared any more */
export function breakOffComparison(sim: Sim, vm: SimVm, why: "asked" | "gone"): void {
  if (vm.comparison) end(sim, vm, vm.comparison, { brokenOff: why });
}

export function comparisonProgress(sim: Sim, vmRef: string, taskKey: string): Progress {
  const vm = sim.world.vms[vmRef];
  if (vm?.comparison?.taskKey === taskKey) {
    if (!areComparable(sim, vm)) breakOffComparison(sim, vm, "gone");
    else {
      const { sinceMs, bytesPerSecond } = vm.comparison;
      const takesMs = msOf(vm, bytesPerSecond);
      const ratio = Math.min(0.99, (sim.world.nowMs - sinceMs) / takesMs);
      return going("compare both copies", ratio, Math.round(wallMs(sim.world, sinceMs + takesMs)));
    }
  }
  const { compared } = vm ?? {};
  if (compared?.taskKey === taskKey && !compared.brokenOff) return "done";
  if (compared?.taskKey === taskKey && compared.brokenOff === "asked") return "cancelled";
  return {
    code: "failed",
    message: `The comparison of ${vm?.name ?? vmRef} was broken off: its copies were not both there any more.`,
    remedy: "Start another once both copies are in step.",
  };
}

export function observedComparison(sim: Sim, vm: SimVm): ObservedVm["comparison"] {
  const { comparison, compared } = vm;
  if (!comparison && !compared?.last) return null;
  const last = compared?.last;
  return {
    running: comparison
      ? {
          startedAtMs: wallMs(sim.world, comparison.sinceMs),
          comparedBytes: Math.min(
            bytesOfMiB(vm.diskMiB),
            Math.round((comparison.bytesPerSecond * (sim.world.nowMs - comparison.sinceMs)) / 1_000),
          ),
          bytesPerSecond: comparison.bytesPerSecond,
        }
      : null,
    last: last ? { endedAtMs: wallMs(sim.world, last.atMs), differingBytes: last.differingBytes } : null,
  };
}
