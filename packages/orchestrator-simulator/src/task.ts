import { dialStopOf, type Protection } from "@v-available/domain/level";
import { isMaintenance } from "@v-available/domain/maintenance-command";
import type { ObservedTask, ObservedVm } from "@v-available/domain/observed";
import { copiedRatio, hasTwoCopies, lostCopies, resyncEtaAtMs } from "@v-available/domain/pair-facts";
import { isDrill, isRecovery } from "@v-available/domain/recovery-command";
import type { RefusalDetail } from "@v-available/domain/refusal";
import { drillProgress, firstDrillProgress } from "./drill";
import { maintenanceProgress } from "./maintenance";
import { going, type Progress } from "./progress";
import { recoveryProgress } from "./recovery-site";
import { hostAt, type Sim, wallMs } from "./sim";
import { observeVm } from "./view";
import type { SimTask } from "./world";

/** A task that has not ended by then never will; it is said to have failed. */
const TASK_LIMIT_MS = 6 * 3_600_000;
/** Ended tasks are remembered so that their keys stay taken. */
const KEPT_TASKS = 1_000;

/** What can only end well while hosts may go on with a copy of the machine. */
const WAITS_FOR_A_COPY: ReadonlySet<SimTask["command"]["kind"]> = new Set([
  "vm.start",
  "vm.protect",
  "vm.switch-active",
]);

const serves = (vm: ObservedVm): boolean => vm.instances[vm.activeSide] === "Running" && !vm.held;

/** How far a task is, by what can be observed: nothing is taken for done because it was asked for. */
function progressOf(sim: Sim, task: SimTask): Progress {
  const { command } = task;
  if (isMaintenance(command)) return maintenanceProgress(sim, command);
  if (isRecovery(command)) return recoveryProgress(sim, command, command.vmRef);
  if (isDrill(command)) return drillProgress(sim, command, task.key);
  const known = task.vmRef === null ? undefined : sim.world.vms[task.vmRef];
  const vm = known ? observeVm(sim, known) : null;
  if (command.kind === "vm.delete") return vm ? going("remove both copies", 0.5) : "done";
  if (!vm) return { code: "failed", message: `${task.vmRef} was deleted meanwhile.` };
  if (WAITS_FOR_A_COPY.has(command.kind) && lostCopies(vm))
    return {
      code: "failed",
      message: `No complete copy of ${vm.name} is left that its hosts may go on with.`,
      remedy: "Stop it and remove it, or start it at its recovery site where it has one.",
    };
  switch (command.kind) {
    case "vm.create":
    case "vm.start":
      if (vm.desiredPower === "off") return { code: "failed", message: `${vm.name} was stopped meanwhile.` };
      return serves(vm) ? "done" : going("boot the machine", vm.instances[vm.activeSide] === "Starting" ? 0.5 : 0.1);
    case "vm.stop":
      return vm.instances.a !== "Running" && vm.instances.b !== "Running" && vm.instances[vm.activeSide] === "Stopped"
        ? "done"
        : going("shut the machine down", 0.5);
    case "vm.switch-active":
      if (vm.activeSide === command.to) return serves(vm) ? "done" : going("move the running machine", 0.5);
      return isCalledOff(sim, vm)
        ? { code: "failed", message: `The switch of ${vm.name} was called off; it stays where it is.` }
        : going("move the running machine", 0.5);
    case "vm.protect":
      return protectProgress(sim, vm, command.protection, task.startedAtMs);
  }
}

/** Its owner is there and does not mean to hand it over, nor waits to hear whether it has. */
function isCalledOff(sim: Sim, { ref, pairRef, activeSide }: ObservedVm): boolean {
  const { protocol } = hostAt(sim, pairRef, activeSide);
  return protocol?.vms[ref]?.switching === null && protocol.durable.vms[ref]?.pending === null;
}

function protectProgress(sim: Sim, vm: ObservedVm, wanted: Protection, sinceMs: number): Progress {
  const target = dialStopOf(wanted);
  if (dialStopOf(vm.declared) !== target)
    return { code: "failed", message: `The level of ${vm.name} was changed meanwhile; it is as it was.` };
  // A copy is made while the machine runs: one that nobody wants to run makes none, and its end would never come.
  if (vm.desiredPower === "off")
    return { code: "failed", message: `${vm.name} was stopped meanwhile: what is missing follows when it runs again.` };
  if (target === "unprotected")
    return vm.register?.inSync.length === 1 && vm.mirror.replication === "Off"
      ? "done"
      : going("drop the other copy", 0.5);
  const known = sim.world.vms[vm.ref];
  const copy = known?.recovery;
  if (wanted.recovery !== "none" && hasTwoCopies(vm) && copy && copy.point === null)
    return going("copy the disk to the recovery site", Math.min(0.99, copy.sentBytes / (copy.cuts[0]?.bytes ?? 1)));
  const drill = wanted.recovery !== "none" && known ? firstDrillProgress(sim, known, sinceMs) : null;
  if (drill) return drill;
  if (!hasTwoCopies(vm)) {
    const atMs = wallMs(sim.world, sim.world.nowMs);
    return going("copy the disk", Math.min(0.99, copiedRatio(vm)), resyncEtaAtMs(vm, atMs));
  }
  if (target === "high-availability") return vm.standbySynchronized ? going("stop the standby", 0.9) : "done";
  return vm.standbySynchronized ? "done" : going("copy the memory", 0.9);
}

/** To be said of where something happened that a task may wait for. @param pairRef null where that may be anywhere */
export function stirPair(sim: Sim, pairRef: string | null): void {
  if (pairRef === null) sim.stirredPairs = "all";
  else if (sim.stirredPairs !== "all") sim.stirredPairs.add(pairRef);
}

/** A copy moves on with time alone, and so does the end of our patience. */
const mayHaveMoved = ({ stirredPairs, world }: Sim, { command, pairRef, startedAtMs }: SimTask): boolean =>
  stirredPairs === "all" ||
  stirredPairs.has(pairRef) ||
  command.kind === "vm.protect" ||
  command.kind === "vm.fail-back" ||
  command.kind === "host.leave-maintenance" ||
  world.nowMs - startedAtMs > TASK_LIMIT_MS;

/**
 * Looks at running tasks after each event, so that a task ends by what happens in the world and not by when anybody is
 * told of it. A change of step or a visible bit of progress is told.
 */
export function reviewTasks(sim: Sim): void {
  if (sim.runningTasks.size === 0) return;
  for (const key of sim.runningTasks) {
    const task = sim.world.tasks[key];
    if (task === undefined || !mayHaveMoved(sim, task)) continue;
    const progress = progressOf(sim, task);
    if (progress === "done") end(sim, task, { state: "succeeded", step: "", progressRatio: 1, refusal: null });
    else if (progress === "cancelled") end(sim, task, { state: "cancelled", step: "" });
    else if ("code" in progress) end(sim, task, { state: "failed", step: "", refusal: progress });
    else if (sim.world.nowMs - task.startedAtMs > TASK_LIMIT_MS) {
      const refusal: RefusalDetail = {
        code: "failed",
        message: "It did not end within six hours and is given up.",
        limit: "6 h",
      };
      end(sim, task, { state: "failed", refusal });
    } else if (
      progress.step !== task.observed.step ||
      Math.abs(progress.progressRatio - task.observed.progressRatio) >= 0.01
    ) {
      task.observed = { ...task.observed, ...progress };
      sim.touchedTasks.add(task.key);
    }
  }
  if (sim.stirredPairs === "all") sim.stirredPairs = new Set();
  else sim.stirredPairs.clear();
}

function end(sim: Sim, task: SimTask, last: Partial<ObservedTask>): void {
  task.observed = { ...task.observed, ...last, etaAtMs: null };
  task.endedAtMs = sim.world.nowMs;
  sim.runningTasks.delete(task.key);
  sim.touchedTasks.add(task.key);
  const ended = Object.values(sim.world.tasks).filter((one) => one.endedAtMs !== null);
  if (ended.length <= KEPT_TASKS) return;
  ended.sort((one, other) => (one.endedAtMs ?? 0) - (other.endedAtMs ?? 0));
  for (const old of ended.slice(0, ended.length - KEPT_TASKS)) delete sim.world.tasks[old.key];
}
