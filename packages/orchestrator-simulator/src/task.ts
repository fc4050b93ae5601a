import { isForming } from "@v-available/domain/form-command";
import { isMaintenance } from "@v-available/domain/maintenance-command";
import type { ObservedTask, ObservedVm } from "@v-available/domain/observed";
import { lostCopies } from "@v-available/domain/pair-facts";
import { isDrill, isOfCopies, isRecovery } from "@v-available/domain/recovery-command";
import type { RefusalDetail } from "@v-available/domain/refusal";
import { SIDES } from "@v-available/domain/state";
import { copyProgress } from "./copy-command";
import { drillProgress } from "./drill";
import { formingProgress } from "./form-pair";
import { protectProgress, returnLevel } from "./level-change";
import { maintenanceProgress } from "./maintenance";
import { type Going, going, type Progress } from "./progress";
import { recoveryProgress } from "./recovery-site";
import { hostAt, type Sim } from "./sim";
import { observeVm } from "./view";
import type { SimTask } from "./world";

/** A task that has not ended by then never will; it is said to have failed. */
const TASK_LIMIT_MS = 6 * 3_600_000;
const GIVEN_UP: RefusalDetail = {
  code: "failed",
  message: "It did not end within six hours and is given up.",
  limit: "6 h",
};
const isGivenUp = ({ world }: Sim, { startedAtMs }: SimTask): boolean => world.nowMs - startedAtMs > TASK_LIMIT_MS;
/** Ended tasks are remembered so that their keys stay taken. */
const KEPT_TASKS = 1_000;

/** What can only end well while hosts may go on with a copy of the machine. */
const WAITS_FOR_A_COPY: ReadonlySet<SimTask["command"]["kind"]> = new Set([
  "vm.start",
  "vm.protect",
  "vm.switch-active",
]);

/** What is over, and not as it was meant, once a person has had the machine started at its recovery site. */
const IS_OF_THE_PAIR: ReadonlySet<SimTask["command"]["kind"]> = new Set([
  ...WAITS_FOR_A_COPY,
  "vm.create",
  "vm.choose-copy",
]);

const serves = (vm: ObservedVm): boolean => vm.instances[vm.activeSide] === "Running" && !vm.held;

/** How far a task is, by what can be observed: nothing is taken for done because it was asked for. */
function progressOf(sim: Sim, task: SimTask): Progress {
  const { command } = task;
  if (isMaintenance(command)) return maintenanceProgress(sim, command);
  if (isRecovery(command)) return recoveryProgress(sim, command, command.vmRef);
  if (isDrill(command)) return drillProgress(sim, command, task.key);
  const live = task.vmRef === null ? undefined : sim.world.vms[task.vmRef]?.recovery?.live;
  if (live && IS_OF_THE_PAIR.has(command.kind))
    return { code: "failed", message: "It was started at its recovery site meanwhile." };
  if (isOfCopies(command)) return copyProgress(sim, command, task.key);
  if (isForming(command)) return formingProgress(sim, command, task.key);
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
    case "vm.heed":
      // Its owner has it on disk, and tells the partner with its next heartbeat.
      return "done";
    case "vm.edit":
      return isKnownToBoth(sim, vm) ? "done" : going("tell both hosts", 0.5);
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

/** What one host would start is what the other would start. */
function isKnownToBoth(sim: Sim, { ref, pairRef, name }: ObservedVm): boolean {
  const intents = SIDES.map((side) => hostAt(sim, pairRef, side).durable?.vms[ref]?.intent);
  return intents.every((intent) => intent?.name === name && intent.version === intents[0]?.version);
}

/** Its owner is there and does not mean to hand it over, nor waits to hear whether it has. */
function isCalledOff(sim: Sim, { ref, pairRef, activeSide }: ObservedVm): boolean {
  const { protocol } = hostAt(sim, pairRef, activeSide);
  return protocol?.vms[ref]?.switching === null && protocol.durable.vms[ref]?.pending === null;
}

/** To be said of where something happened that a task may wait for. @param pairRef null where that may be anywhere */
export function stirPair(sim: Sim, pairRef: string | null): void {
  if (pairRef === null) sim.stirredPairs = "all";
  else if (sim.stirredPairs !== "all") sim.stirredPairs.add(pairRef);
}

/** A copy moves on with time alone, and so does the end of our patience. */
const mayHaveMoved = (sim: Sim, task: SimTask): boolean =>
  sim.stirredPairs === "all" ||
  sim.stirredPairs.has(task.pairRef) ||
  task.command.kind === "vm.protect" ||
  task.command.kind === "vm.compare-copies" ||
  task.command.kind === "vm.fail-back" ||
  task.command.kind === "host.leave-maintenance" ||
  task.command.kind === "pair.form" ||
  task.command.kind === "pair.replace-host" ||
  isGivenUp(sim, task);

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
    else if ("code" in progress) fail(sim, task, progress);
    else if (isGivenUp(sim, task)) fail(sim, task, GIVEN_UP);
    else note(sim, task, progress);
  }
  if (sim.stirredPairs === "all") sim.stirredPairs = new Set();
  else sim.stirredPairs.clear();
}

function note(sim: Sim, task: SimTask, progress: Going): void {
  const { step, progressRatio } = task.observed;
  if (progress.step === step && Math.abs(progress.progressRatio - progressRatio) < 0.01) return;
  task.observed = { ...task.observed, ...progress };
  sim.touchedTasks.add(task.key);
}

/** A change of level has failed once the machine is at the level before again: that waits for a host that can be asked. */
function fail(sim: Sim, task: SimTask, refusal: RefusalDetail): void {
  const returned = returnLevel(sim, task);
  if (returned === "not-yet" && !isGivenUp(sim, task)) {
    note(sim, task, { step: "return to the level before", progressRatio: 0.99, etaAtMs: null });
    return;
  }
  const words = returned === "not-yet" ? "No host took its level back." : returned;
  const message = words === null ? refusal.message : `${refusal.message} ${words}`;
  end(sim, task, { state: "failed", step: "", refusal: { ...refusal, message } });
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
