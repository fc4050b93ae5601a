import { admitProtection } from "@v-available/domain/admission";
import type { Command, EditCommand, FormCommand, HeedCommand, MachineCommand } from "@v-available/domain/command";
import { againstDrill, againstEndingDrill, type DrillObstacle } from "@v-available/domain/drill";
import { admitEdit } from "@v-available/domain/edit-admission";
import { refusalOf } from "@v-available/domain/finding";
import { isForming, isReplacing } from "@v-available/domain/form-command";
import type { Protection } from "@v-available/domain/level";
import { admitMachine } from "@v-available/domain/machine-admission";
import type { MachineDefinition } from "@v-available/domain/machine-definition";
import { isMaintenance } from "@v-available/domain/maintenance-command";
import type { ObservedTask } from "@v-available/domain/observed";
import { protectionOf } from "@v-available/domain/protection";
import { isDrill, isOfCopies, isRecovery } from "@v-available/domain/recovery-command";
import { allowedRecover } from "@v-available/domain/recovery-declaration";
import { Refusal } from "@v-available/domain/refusal";
import { otherSide } from "@v-available/domain/state";
import { allowed, allowedProtect, allowedSwitch } from "@v-available/domain/transition";
import type { Verdict } from "@v-available/domain/verdict";
import type { HostCommand } from "@v-available/pair-protocol/input";
import { askHost } from "./ask-host";
import { CAPABILITIES } from "./capability";
import { carryCopyCommand, checkCopyCommand } from "./copy-command";
import { carryDrill, checkDrill } from "./drill";
import { factsOf } from "./facts";
import { carryForming, checkForming } from "./form-pair";
import { pairRefOf as pairRefOfName } from "./join-pair";
import { checkMaintenance } from "./maintenance";
import { shareResyncRate } from "./mirror";
import { wake } from "./nap";
import { hashOf } from "./random-stream";
import { beginRecovery } from "./recovery";
import { carryRecovery, checkRecovery } from "./recovery-site";
import { diskFor } from "./replica";
import { addVm, hostAt, hostOf, newRun, pairOf, removeVm, type Sim, tell, touch, vmOf } from "./sim";
import { stirPair } from "./task";
import { observeHost, observeVm } from "./view";
import type { SimTask } from "./world";
import type { SimHost } from "./world/host";
import type { SimVm } from "./world/machine";

export const IMAGES = ["debian-12", "windows-server-2025"] as const;

/** Refuses what is wrong or not allowed now, before anything is changed or logged. */
export function checkCommand(sim: Sim, command: Command): void {
  if (isMaintenance(command)) {
    checkMaintenance(sim, command);
    return;
  }
  if (isForming(command)) {
    checkForming(sim, command);
    return;
  }
  if (command.kind === "vm.create") {
    checkCreate(sim, command.definition);
    return;
  }
  const vm = sim.world.vms[command.vmRef];
  if (!vm)
    throw new Refusal({
      code: "not-found",
      message: `There is no machine ${command.vmRef}.`,
      field: "vmRef",
      value: command.vmRef,
      limit: "a machine of this simulator",
      remedy: "It may have been deleted; look at the list of machines.",
    });
  const facts = factsOf(sim, vm.pairRef);
  const observed = observeVm(sim, vm);
  const protection = protectionOf(observed, facts);
  const running = [...sim.runningTasks]
    .map((key) => sim.world.tasks[key])
    .find(
      (task) =>
        task?.vmRef === vm.ref &&
        !isDrill(task.command) &&
        task.command.kind !== "vm.compare-copies" &&
        task.command.kind !== "vm.heed",
    )?.observed;
  switch (command.kind) {
    case "vm.drill":
      refuseDrill(againstDrill(observed, protection), vm);
      checkDrill(sim, command, vm);
      return;
    case "vm.end-drill":
      refuseDrill(againstEndingDrill(observed), vm);
      return;
    case "vm.recover":
      demand(allowedRecover(observed, facts, protection, running), vm);
      checkRecovery(sim, command, vm);
      return;
    case "vm.fail-back":
      demand(allowed(command.kind, protection, running), vm);
      checkRecovery(sim, command, vm);
      return;
    case "vm.compare-copies":
    case "vm.end-comparison":
    case "vm.choose-copy":
      checkCopyCommand(sim, command, vm, running);
      return;
    case "vm.heed":
      checkHeed(sim, command, vm);
      return;
    case "vm.edit": {
      demand(allowed(command.kind, protection, running), vm);
      const blocked = refusalOf(admitEdit(observed, command.edit, facts, [...sim.nameOfMac.values()]));
      if (blocked) throw new Refusal({ ...blocked, ...(blocked.field === "machineId" ? { field: "vmRef" } : {}) });
      return;
    }
    case "vm.start":
    case "vm.stop":
    case "vm.delete":
      demand(allowed(command.kind, protection, command.kind === "vm.stop" ? null : running), vm);
      return;
    case "vm.switch-active":
      demand(allowedSwitch(observed, command.to, protection, running), vm);
      return;
    case "vm.protect": {
      checkRecoverySite(sim, vm.pairRef, command.protection);
      const findings = admitProtection(observed, facts, command.protection, CAPABILITIES);
      const lacking = refusalOf(findings.filter((finding) => finding.check === "capability"));
      if (lacking) throw new Refusal(lacking);
      demand(allowedProtect(observed, command.protection, protection, running), vm);
      const blocked = refusalOf(findings);
      if (blocked) throw new Refusal(blocked);
    }
  }
}

/** @throws Refusal where a copy elsewhere is asked for and there is no elsewhere */
function checkRecoverySite(sim: Sim, pairRef: string, protection: Protection): void {
  const { name, recovery } = pairOf(sim, pairRef);
  if (protection.recovery === "none" || recovery) return;
  throw new Refusal({
    code: "blocked",
    message: `No recovery site is set up for the pair ${name}.`,
    field: "protection",
    value: "disaster-recovery",
    limit: "a recovery site and a WAN to it",
    remedy: "Choose a pair that has one, or leave Disaster Recovery out.",
  });
}

function refuseDrill(obstacle: DrillObstacle | null, vm: SimVm): void {
  if (obstacle === null) return;
  const { reason, ...detail } = obstacle;
  throw new Refusal({ code: "illegal-transition", message: `${vm.name}: ${reason}`, field: "vmRef", ...detail });
}

function demand(verdict: Verdict, vm: SimVm): void {
  if (verdict.allowed) return;
  throw new Refusal({
    code: "illegal-transition",
    message: verdict.reason,
    field: "vmRef",
    value: vm.ref,
    limit: "what its state allows",
    remedy: "Look at the machine's state and ask again when it has changed.",
  });
}

function checkCreate(sim: Sim, definition: MachineDefinition): void {
  const { world } = sim;
  const findings = admitMachine(definition, {
    facts: world.pairs[definition.pairRef] ? factsOf(sim, definition.pairRef) : null,
    pairNames: Object.values(world.pairs).map((pair) => pair.name),
    names: [...sim.nameOfMac.values()],
    macs: Object.fromEntries(sim.nameOfMac),
    images: [...IMAGES],
    capabilities: CAPABILITIES,
  });
  const refusal = refusalOf(findings);
  if (refusal) throw new Refusal(refusal);
  checkRecoverySite(sim, definition.pairRef, definition.protection);
}

/** A MAC of our own range, from the name: locally administered, and not one that is taken. */
function macFor(sim: Sim, name: string): string {
  for (let salt = 0; ; salt++) {
    const hash = hashOf(`${name} ${salt}`);
    const mac = `52:54:00:${[16, 8, 0].map((shift) => ((hash >>> shift) & 0xff).toString(16).padStart(2, "0")).join(":")}`;
    if (!sim.nameOfMac.has(mac)) return mac;
  }
}

const DEFAULT_LOAD = { cpuRatio: 0.12, dirtyBytesPerSecond: 2e6, writeBytesPerSecond: 0.5e6, writesPerSecond: 2 };

export function newVm(
  sim: Sim,
  machine: Omit<MachineDefinition, "pairRef" | "side" | "image" | "protection">,
  pairRef: string,
): SimVm {
  const { nowMs } = sim.world;
  return {
    ref: `vm-${machine.name}-${newRun(sim)}`,
    name: machine.name,
    pairRef,
    vcpus: machine.vcpus,
    memoryMiB: machine.memoryMiB,
    diskMiB: machine.diskMiB,
    mac: machine.mac ?? macFor(sim, machine.name),
    ip: machine.ip,
    guest: machine.guest,
    load: DEFAULT_LOAD,
    loadFactor: 1,
    legs: { a: null, b: null },
    instances: { a: null, b: null },
    guestCrashed: false,
    mirror: null,
    lockstep: null,
    migration: null,
    divergedBytes: 0,
    divergedAtMs: nowMs,
    client: {
      run: 0,
      issued: 0,
      acknowledged: 0,
      waiting: false,
      lost: 0,
      connectionsLost: 0,
      memoryLost: 0,
      lastAcknowledgedAtMs: nowMs,
      longestGapMs: 0,
    },
  };
}

export const specOf = (vm: SimVm): string =>
  JSON.stringify({
    vcpus: vm.vcpus,
    memoryMiB: vm.memoryMiB,
    diskMiB: vm.diskMiB,
    mac: vm.mac,
    ip: vm.ip,
    guest: vm.guest,
  });

/**
 * Carries an allowed command to the host that must do it.
 * @throws Refusal what the host answers, or unreachable; then nothing was changed
 */
export function carryCommand(sim: Sim, command: Command, taskKey: string): ObservedTask {
  stirPair(sim, null);
  if (isForming(command)) {
    carryForming(sim, command, taskKey);
    return beginTask(sim, command, pairMeant(command), null, taskKey);
  }
  wake(sim, pairOf(sim, pairRefOf(sim, command)));
  if (isMaintenance(command)) {
    const host = hostOf(sim, command.hostRef);
    const kind = command.kind === "host.enter-maintenance" ? "enter-maintenance" : "leave-maintenance";
    askHost(sim, host, { kind }, taskKey);
    return beginTask(sim, command, host.pairRef, null, taskKey);
  }
  if (isDrill(command)) {
    const vm = vmOf(sim, command.vmRef);
    carryDrill(sim, command, vm, taskKey);
    return beginTask(sim, command, vm.pairRef, vm.ref, taskKey);
  }
  if (isRecovery(command)) {
    const vm = vmOf(sim, command.vmRef);
    carryRecovery(sim, command, vm);
    return beginTask(sim, command, vm.pairRef, vm.ref, taskKey);
  }
  if (isOfCopies(command)) {
    const vm = vmOf(sim, command.vmRef);
    carryCopyCommand(sim, command, vm, taskKey);
    return beginTask(sim, command, vm.pairRef, vm.ref, taskKey);
  }
  if (command.kind === "vm.edit") return carryEdit(sim, command, taskKey);
  if (command.kind === "vm.heed") return carryHeed(sim, command, taskKey);
  const created = command.kind === "vm.create" ? makeVm(sim, command.definition) : null;
  const vm = created?.vm ?? (sim.world.vms[command.kind === "vm.create" ? "" : command.vmRef] as SimVm);
  const { activeSide, declared } = observeVm(sim, vm);
  const host = created?.host ?? hostAt(sim, vm.pairRef, activeSide);
  try {
    askHost(sim, host, hostCommandOf(command, vm), taskKey);
  } catch (error) {
    if (created) removeVm(sim, vm);
    throw error;
  }
  if (recoveryAskedBy(command) !== "none") beginRecovery(sim, vm, null);
  const before = command.kind === "vm.protect" ? { before: declared } : {};
  return beginTask(sim, command, vm.pairRef, vm.ref, taskKey, before);
}

/** @throws Refusal where it names a machine that is not on its pair: hosts hear of no other */
function checkHeed(sim: Sim, { heed }: HeedCommand, vm: SimVm): void {
  const at = heed.restart.after.findIndex((ref) => ref === vm.ref || sim.world.vms[ref]?.pairRef !== vm.pairRef);
  if (at === -1) return;
  throw new Refusal({
    code: "invalid",
    message: `${vm.name} can't be restarted after a machine that is not on its pair.`,
    field: `heed.restart.after.${at}`,
    value: heed.restart.after[at] ?? null,
    limit: "other machines of the same pair",
    remedy: "Leave it out.",
  });
}

function carryHeed(sim: Sim, command: HeedCommand, taskKey: string): ObservedTask {
  const vm = vmOf(sim, command.vmRef);
  const host = hostAt(sim, vm.pairRef, observeVm(sim, vm).activeSide);
  askHost(sim, host, { kind: "heed", vmRef: vm.ref, heed: command.heed }, taskKey);
  shareResyncRate(sim, vm.pairRef);
  touch(sim, "vm", vm.ref);
  return beginTask(sim, command, vm.pairRef, vm.ref, taskKey);
}

/** The hosts take it before anything is changed; it is off, so nothing runs with the old one. */
function carryEdit(sim: Sim, command: EditCommand, taskKey: string): ObservedTask {
  const vm = vmOf(sim, command.vmRef);
  const { edit } = command;
  const host = hostAt(sim, vm.pairRef, observeVm(sim, vm).activeSide);
  askHost(sim, host, { kind: "define", vmRef: vm.ref, name: edit.name, spec: specOf({ ...vm, ...edit }) }, taskKey);
  Object.assign(vm, edit);
  sim.nameOfMac.set(vm.mac, vm.name);
  touch(sim, "vm", vm.ref);
  return beginTask(sim, command, vm.pairRef, vm.ref, taskKey);
}

function recoveryAskedBy(command: MachineCommand): Protection["recovery"] {
  if (command.kind === "vm.create") return command.definition.protection.recovery;
  return command.kind === "vm.protect" ? command.protection.recovery : "none";
}

function pairMeant(command: FormCommand): string {
  if (isReplacing(command)) return command.pairRef;
  return pairRefOfName(command.kind === "pair.form" ? command.plan.name : command.pairName);
}

function pairRefOf(sim: Sim, command: Exclude<Command, FormCommand>): string {
  if (isMaintenance(command)) return hostOf(sim, command.hostRef).pairRef;
  return command.kind === "vm.create" ? command.definition.pairRef : vmOf(sim, command.vmRef).pairRef;
}

function beginTask(
  sim: Sim,
  command: Command,
  pairRef: string,
  vmRef: string | null,
  taskKey: string,
  of: Pick<SimTask, "before"> = {},
): ObservedTask {
  const observed: ObservedTask = {
    key: taskKey,
    state: "running",
    step: "ask the host",
    progressRatio: 0,
    etaAtMs: null,
    refusal: null,
  };
  sim.world.tasks[taskKey] = {
    key: taskKey,
    command,
    pairRef,
    vmRef,
    startedAtMs: sim.world.nowMs,
    endedAtMs: null,
    observed,
    ...of,
  };
  sim.touchedTasks.add(taskKey);
  sim.runningTasks.add(taskKey);
  return observed;
}

function hostCommandOf(command: MachineCommand, vm: SimVm): HostCommand {
  const vmRef = vm.ref;
  switch (command.kind) {
    case "vm.create": {
      const declared = command.definition.protection;
      return { kind: "create", vmRef, name: vm.name, spec: specOf(vm), declared, desiredPower: "on" };
    }
    case "vm.delete":
      return { kind: "delete", vmRef };
    case "vm.start":
      return { kind: "start", vmRef };
    case "vm.stop":
      return { kind: "stop", vmRef };
    case "vm.protect":
      return { kind: "protect", vmRef, declared: command.protection };
    case "vm.switch-active":
      return { kind: "switch-active", vmRef, to: command.to };
  }
}

function makeVm(sim: Sim, definition: MachineDefinition): { vm: SimVm; host: SimHost } {
  const side = definition.side ?? freerSide(sim, definition.pairRef);
  const host = hostAt(sim, definition.pairRef, side);
  if (host.disks.every(({ failed }) => failed))
    throw new Refusal({
      code: "blocked",
      message: `${definition.name} was not created: no disk of ${host.name} works.`,
      field: "side",
      value: side,
      limit: "a disk that works",
      remedy: "Begin on the other host, or replace the disk first.",
    });
  const vm = newVm(sim, definition, definition.pairRef);
  vm.legs[side] = { diskName: diskFor(host, vm.ref), failed: false, missingBytes: 0, written: 0 };
  addVm(sim, vm);
  touch(sim, "vm", vm.ref);
  tell(sim, hostAt(sim, vm.pairRef, otherSide(side)), {
    kind: "instance",
    vmRef: vm.ref,
    event: "stopped",
    clean: false,
  });
  tell(sim, host, { kind: "instance", vmRef: vm.ref, event: "stopped", clean: false });
  return { vm, host };
}

const freerSide = (sim: Sim, pairRef: string) => {
  const used = (side: "a" | "b") => observeHost(sim, hostAt(sim, pairRef, side)).usedMemoryMiB;
  return used("b") < used("a") ? "b" : "a";
};
