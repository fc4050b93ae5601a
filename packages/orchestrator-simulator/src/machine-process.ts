import { otherSide, SIDES, type Side } from "@v-available/domain/state";
import type { EffectOf } from "@v-available/pair-protocol/effect";
import { releaseHeldWrite, resumeClient, servingSide } from "./client";
import { lackOfMemory } from "./host-memory";
import { isHung } from "./hung";
import { endMirror, isLegIntact, mirrorPathWorks, settleDivergence } from "./mirror";
import { endQuestion } from "./question";
import { after, hostAt, mark, monotonicMs, newRun, randomOf, type Sim, setLockstep, tell, touch, vmOf } from "./sim";
import { copyAnswers, isDetached } from "./used-leg";
import type { SimHost } from "./world/host";
import type { SimInstance, SimVm } from "./world/machine";
import type { EventOf } from "./world-event";

/** From an order to a live process. */
const SPAWN_MS = 120;
const READ_AGAIN_MS = 1_000;
const SHUT_DOWN_MS = 4_000;

/** It ran on the other side before, so both copies are read by now. */
const FROM_THE_OTHER_SIDE: ReadonlySet<EffectOf<"start-vm">["why"]> = new Set(["takeover", "switch", "override"]);

export const guardOf = (sim: Sim, host: SimHost, vmRef: string): number | null => {
  const untilMs = host.watchdog[vmRef];
  return untilMs === undefined ? null : untilMs + monotonicMs(sim, host) - sim.world.nowMs;
};

export const sayRunning = (sim: Sim, host: SimHost, vmRef: string): void =>
  tell(sim, host, { kind: "instance", vmRef, event: "running", guardUntilMs: guardOf(sim, host, vmRef) });

export const sayStopped = (sim: Sim, host: SimHost, vmRef: string, clean: boolean): void =>
  tell(sim, host, { kind: "instance", vmRef, event: "stopped", clean });

export const activeInstance = (vm: SimVm, side: Side): SimInstance | null => {
  const instance = vm.instances[side];
  return instance?.role === "active" ? instance : null;
};

export function startVm(sim: Sim, host: SimHost, effect: EffectOf<"start-vm">): void {
  const { vmRef } = effect;
  const { side } = host;
  const vm = sim.world.vms[vmRef];
  const lack = vm && isLegIntact(sim, vm, side) ? lackOfMemory(sim, vm, side) : null;
  if (!vm || !isLegIntact(sim, vm, side) || lack !== null) {
    const reason = lack ?? `the disk of ${vmRef} on ${host.name} does not answer`;
    tell(sim, host, { kind: "effect-failed", effect: "start-vm", vmRef, reason });
    sayStopped(sim, host, vmRef, false);
    return;
  }
  const { migration } = vm;
  const live =
    effect.why === "switch" && migration?.paused === true && migration.from !== side && vm.instances[side] !== null;
  settleDivergence(sim, vm);
  const instance: SimInstance = {
    run: newRun(sim),
    state: "Starting",
    role: "active",
    epoch: effect.epoch,
    sinceMs: sim.world.nowMs,
    held: false,
  };
  vm.instances[side] = instance;
  if (FROM_THE_OTHER_SIDE.has(effect.why)) vm.readOnBoth = true;
  endQuestion(vm, side);
  if (!live) wakeGuest(vm);
  touch(sim, "vm", vm.ref);
  if (vm.mirror && vm.mirror.source !== side) endMirror(sim, vm);
  if (effect.mirrored) attachMirror(sim, host, vm);
  if (live) {
    vm.migration = null;
    goOnFromMemory(sim, host, vm, instance);
    return;
  }
  sayRunning(sim, host, vm.ref);
  after(sim, SPAWN_MS + bootMs(sim, vm), { kind: "guest-up", vmRef: vm.ref, run: instance.run });
}

/** As it was on the other host: one that had crashed there has crashed here, and only this host can restart it now. */
export function goOnFromMemory(sim: Sim, host: SimHost, vm: SimVm, instance: SimInstance): void {
  instance.state = vm.guestCrashed ? "Frozen" : "Running";
  sayRunning(sim, host, vm.ref);
  if (vm.guestCrashed) sayGuestCrashed(sim, host, vm);
  else if (!vm.fork || servingSide(sim, vm) === host.side) resumeClient(sim, vm, "connection");
}

export const sayGuestCrashed = (sim: Sim, host: SimHost, vm: SimVm): void =>
  tell(sim, host, { kind: "instance", vmRef: vm.ref, event: "guest-crashed", hung: isHung(vm) });

const bootMs = (sim: Sim, vm: SimVm): number =>
  sim.world.settings.guestBootMs[vm.guest] * (0.94 + 0.12 * randomOf(sim, `guest ${vm.ref}`));

/** The legs are alike: from the first instruction on every write goes to both. */
function attachMirror(sim: Sim, host: SimHost, vm: SimVm): void {
  const { nowMs } = sim.world;
  const works = mirrorPathWorks(sim, vm, host.side);
  vm.mirror = {
    run: newRun(sim),
    source: host.side,
    state: works ? "established" : "broken",
    full: false,
    remainingBytes: 0,
    bytesPerSecond: 0,
    atMs: nowMs,
    sinceMs: nowMs,
  };
  vm.divergedBytes = 0;
  const instance = vm.instances[host.side];
  if (!works && instance) instance.held = true;
  after(sim, 20, { kind: works ? "mirror-attached" : "mirror-loss-noticed", vmRef: vm.ref, run: vm.mirror.run });
}

export function guestUp(sim: Sim, { vmRef, run }: EventOf<"guest-up">): void {
  const vm = sim.world.vms[vmRef];
  const instance = vm && (["a", "b"] as const).map((side) => vm.instances[side]).find((one) => one?.run === run);
  if (!vm || !instance) return;
  const side = vm.instances.a === instance ? "a" : "b";
  // It boots no further than what is there is read.
  if (!copyAnswers(sim, vm, side)) {
    after(sim, READ_AGAIN_MS, { kind: "guest-up", vmRef, run });
    return;
  }
  settleDivergence(sim, vm);
  instance.state = "Running";
  instance.sinceMs = sim.world.nowMs;
  vm.upSinceMs = sim.world.nowMs;
  wakeGuest(vm);
  touch(sim, "vm", vmRef);
  mark(sim, vmRef, "booted", "The guest is up; its application starts.");
  // Told only where somebody waits for it: else it would be one event more in worlds that know of no order.
  if (hostAt(sim, vm.pairRef, side).protocol?.vms[vmRef]?.booting)
    after(sim, sim.world.settings.applicationStartMs, { kind: "application-up", vmRef, run });
  // One of two that write has clients of its own; ours stay with the one that they reach.
  if (!vm.fork || servingSide(sim, vm) === side) resumeClient(sim, vm, "nothing");
}

export function applicationUp(sim: Sim, { vmRef, run }: EventOf<"application-up">): void {
  const vm = sim.world.vms[vmRef];
  const side = vm && SIDES.find((one) => vm.instances[one]?.run === run);
  if (vm && side && vm.instances[side]?.state === "Running" && !isHung(vm))
    tell(sim, hostAt(sim, vm.pairRef, side), { kind: "instance", vmRef, event: "answers" });
}

/** The process on this side ends at once. What it wrote, and what waited, stays as it is. */
export function endProcess(sim: Sim, vm: SimVm, side: Side): boolean {
  const instance = vm.instances[side];
  if (!instance) return false;
  settleDivergence(sim, vm);
  vm.instances[side] = null;
  if (vm.recovery) vm.recovery.ranUntilMs = sim.world.nowMs;
  if (instance.role === "active") {
    if (vm.mirror?.source === side) endMirror(sim, vm);
    if (vm.lockstep) standbyLosesActive(sim, vm, side);
    if (vm.migration?.from === side && !vm.migration.paused) vm.migration = null;
  } else loseStandby(sim, vm, side);
  touch(sim, "vm", vm.ref);
  return true;
}

/** The standby is still there and holds; its host finds out by silence. */
function standbyLosesActive(sim: Sim, vm: SimVm, side: Side): void {
  const standby = vm.instances[otherSide(side)];
  const synchronized = vm.lockstep?.state === "synchronized";
  setLockstep(sim, vm, null);
  if (standby?.role === "standby" && !synchronized) {
    vm.instances[otherSide(side)] = null;
    tell(sim, hostAt(sim, vm.pairRef, otherSide(side)), { kind: "standby", vmRef: vm.ref, event: "lost" });
  }
}

export function loseStandby(sim: Sim, vm: SimVm, side: Side): void {
  vm.instances[side] = null;
  tell(sim, hostAt(sim, vm.pairRef, side), { kind: "standby", vmRef: vm.ref, event: "lost" });
  breakLockstep(sim, vm);
  touch(sim, "vm", vm.ref);
}

/** From here on the active side holds what it would send or acknowledge; its host knows a little later. */
export function breakLockstep(sim: Sim, vm: SimVm): void {
  const { lockstep } = vm;
  if (!lockstep || lockstep.state === "broken") return;
  const held = lockstep.state === "synchronized";
  lockstep.state = "broken";
  const active = vm.instances.a?.role === "active" ? vm.instances.a : vm.instances.b;
  if (held && active?.role === "active") active.held = true;
  after(sim, sim.world.settings.mirrorLossDetectMs, {
    kind: "lockstep-loss-noticed",
    vmRef: vm.ref,
    run: lockstep.run,
  });
  touch(sim, "vm", vm.ref);
}

export function killVm(sim: Sim, host: SimHost, vmRef: string): void {
  const vm = sim.world.vms[vmRef];
  if (vm) endProcess(sim, vm, host.side);
  sayStopped(sim, host, vmRef, false);
}

export function shutDownVm(sim: Sim, host: SimHost, vmRef: string): void {
  const instance = sim.world.vms[vmRef]?.instances[host.side];
  if (!instance) sayStopped(sim, host, vmRef, false);
  else
    after(sim, SHUT_DOWN_MS * (0.7 + 0.6 * randomOf(sim, `guest ${vmRef}`)), {
      kind: "shut-down",
      vmRef,
      run: instance.run,
    });
}

export function shutDown(sim: Sim, { vmRef, run }: EventOf<"shut-down">): void {
  const vm = sim.world.vms[vmRef];
  const side = vm && (["a", "b"] as const).find((one) => vm.instances[one]?.run === run);
  if (!vm || !side) return;
  // A guest that hangs does not shut down: it is ended after its time.
  const clean = !isHung(vm) && !vm.instances[side]?.held && (vm.mirror === null || vm.mirror.state === "established");
  if (clean && vm.mirror) {
    const other = vm.legs[otherSide(side)];
    const own = vm.legs[side];
    if (other && own && !isDetached(vm, side)) other.written = own.written;
  }
  endProcess(sim, vm, side);
  sayStopped(sim, hostAt(sim, vm.pairRef, side), vmRef, clean);
}

export function resetVm(sim: Sim, host: SimHost, vmRef: string): void {
  const vm = vmOf(sim, vmRef);
  const instance = vm.instances[host.side];
  if (!instance) {
    sayStopped(sim, host, vmRef, false);
    return;
  }
  instance.state = "Starting";
  instance.sinceMs = sim.world.nowMs;
  wakeGuest(vm);
  touch(sim, "vm", vmRef);
  sayRunning(sim, host, vmRef);
  after(sim, bootMs(sim, vm), { kind: "guest-up", vmRef, run: instance.run });
}

/** It was started anew. */
function wakeGuest(vm: SimVm): void {
  vm.guestCrashed = false;
  vm.hangRun = null;
}

/** The guest dies of itself, in lockstep on both sides at once. @param hung it only does not answer */
export function crashGuest(sim: Sim, vm: SimVm, hung = false): void {
  for (const side of ["a", "b"] as const) {
    const instance = activeInstance(vm, side);
    if (instance?.state !== "Running") continue;
    settleDivergence(sim, vm);
    instance.state = "Frozen";
    vm.guestCrashed = true;
    touch(sim, "vm", vm.ref);
    tell(sim, hostAt(sim, vm.pairRef, side), { kind: "instance", vmRef: vm.ref, event: "guest-crashed", hung });
  }
}

/** On one copy from now on: the partner's is dropped, what was held goes out. */
export function goOnAlone(sim: Sim, host: SimHost, vmRef: string): void {
  const vm = vmOf(sim, vmRef);
  endMirror(sim, vm);
  setLockstep(sim, vm, null);
  settleDivergence(sim, vm);
  const instance = vm.instances[host.side];
  if (!instance) return;
  instance.held = false;
  if (instance.state === "OutputHeld") instance.state = "Running";
  touch(sim, "vm", vmRef);
  releaseHeldWrite(sim, vmRef);
}
