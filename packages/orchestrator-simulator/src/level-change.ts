import { LEVEL_LABEL } from "@v-available/domain/label";
import { dialStopOf, type Protection } from "@v-available/domain/level";
import type { ObservedVm } from "@v-available/domain/observed";
import { copiedRatio, hasTwoCopies, resyncEtaAtMs } from "@v-available/domain/pair-facts";
import { Refusal } from "@v-available/domain/refusal";
import { askHost } from "./ask-host";
import { firstDrillProgress } from "./drill";
import { going, type Progress } from "./progress";
import { beginRecovery } from "./recovery";
import { hostAt, type Sim, wallMs } from "./sim";
import { observeVm } from "./view";
import type { SimTask } from "./world";

export function protectProgress(sim: Sim, vm: ObservedVm, wanted: Protection, sinceMs: number): Progress {
  if (dialStopOf(vm.declared) !== dialStopOf(wanted))
    return { code: "failed", message: `The level of ${vm.name} was changed meanwhile; it is as it was.` };
  const missing = missingOf(sim, vm, wanted);
  // A copy is made while the machine runs: one that nobody wants to run makes none, and its end would never come.
  if (missing && vm.desiredPower === "off") return { code: "failed", message: `${vm.name} was stopped meanwhile.` };
  if (missing) return missing;
  const known = sim.world.vms[vm.ref];
  return (wanted.recovery !== "none" && known && firstDrillProgress(sim, known, sinceMs)) || "done";
}

/** What a machine still lacks of a level, its proof by a drill left out; null where it has it. */
function missingOf(sim: Sim, vm: ObservedVm, wanted: Protection): Progress | null {
  const target = dialStopOf(wanted);
  if (target === "unprotected")
    return vm.register?.inSync.length === 1 && vm.mirror.replication === "Off"
      ? null
      : going("drop the other copy", 0.5);
  if (!hasTwoCopies(vm)) {
    const atMs = wallMs(sim.world, sim.world.nowMs);
    return going("copy the disk", Math.min(0.99, copiedRatio(vm)), resyncEtaAtMs(vm, atMs));
  }
  const copy = sim.world.vms[vm.ref]?.recovery;
  if (wanted.recovery !== "none" && copy && copy.point === null)
    return going("copy the disk to the recovery site", Math.min(0.99, copy.sentBytes / (copy.cuts[0]?.bytes ?? 1)));
  if (target === "high-availability") return vm.standbySynchronized ? going("stop the standby", 0.9) : null;
  return vm.standbySynchronized ? null : going("copy the memory", 0.9);
}

/**
 * Any failure of a change returns the machine to the level before (domain contract §5), unless it has what was asked
 * for, or somebody has asked for another level since.
 * @returns the words of that; null where there is nothing to return; "not-yet" where no host takes it now
 */
export function returnLevel(sim: Sim, { key, command, vmRef, before }: SimTask): string | null | "not-yet" {
  const vm = vmRef === null ? undefined : sim.world.vms[vmRef];
  if (command.kind !== "vm.protect" || !vm || !before) return null;
  const seen = observeVm(sim, vm);
  const wanted = dialStopOf(command.protection);
  if (dialStopOf(seen.declared) !== wanted || !missingOf(sim, seen, command.protection)) return null;
  const because = { faultKind: null, words: `the change to ${LEVEL_LABEL[wanted].word} failed` };
  const back = { kind: "protect", vmRef: vm.ref, declared: before, because } as const;
  try {
    askHost(sim, hostAt(sim, vm.pairRef, seen.activeSide), back, `${key} back`);
  } catch (error) {
    if (error instanceof Refusal) return "not-yet";
    throw error;
  }
  if (before.recovery !== "none") beginRecovery(sim, vm, null);
  return `It is back at ${LEVEL_LABEL[dialStopOf(before)].word}.`;
}
