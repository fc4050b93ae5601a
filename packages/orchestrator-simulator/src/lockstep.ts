import { otherSide } from "@v-available/domain/state";
import type { EffectOf } from "@v-available/pair-protocol/effect";
import { releaseHeldWrite } from "./client";
import { lacksForLockstep } from "./cpu-feature";
import { lackOfMemory } from "./host-memory";
import { activeInstance, breakLockstep, endProcess, goOnAlone, goOnFromMemory } from "./machine-process";
import { bytesOfMiB, endMirror, isLegIntact, settleDivergence } from "./mirror";
import { carryingLinks } from "./network";
import { after, hostAt, newRun, partnerHost, randomOf, type Sim, setLockstep, tell, touch, vmOf, vmsOf } from "./sim";
import { fallBehind } from "./standby-fault";
import type { SimHost } from "./world/host";
import type { SimInstance, SimVm } from "./world/machine";
import type { EventOf } from "./world-event";

const STANDBY_READY_MS = 400;
/** From the order to the first released byte: filters off, announce. */
const GO_LIVE_MS = 60;
/** Of a machine's memory this much is really in use and copied. */
const USED_MEMORY_RATIO = 0.6;
/** Of a link this much is given to the copy of memory. */
const MEMORY_COPY_SHARE = 0.6;

export function prepareStandby(sim: Sim, host: SimHost, vmRef: string): void {
  const vm = sim.world.vms[vmRef];
  if (!vm || vm.instances[host.side]) {
    tell(sim, host, { kind: "standby", vmRef, event: "lost" });
    return;
  }
  const reason = lackOfMemory(sim, vm, host.side);
  if (reason !== null) {
    tell(sim, host, { kind: "effect-failed", effect: "prepare-standby", vmRef, reason });
    return;
  }
  const instance: SimInstance = {
    run: newRun(sim),
    state: "Provisioning",
    role: "standby",
    epoch: 0,
    sinceMs: sim.world.nowMs,
    held: false,
  };
  vm.instances[host.side] = instance;
  touch(sim, "vm", vmRef);
  after(sim, STANDBY_READY_MS, { kind: "standby-ready", vmRef, run: instance.run });
}

const sideOfRun = (vm: SimVm, run: number) => (["a", "b"] as const).find((side) => vm.instances[side]?.run === run);

export function standbyReady(sim: Sim, { vmRef, run }: EventOf<"standby-ready">): void {
  const vm = sim.world.vms[vmRef];
  const side = vm && sideOfRun(vm, run);
  if (!vm || !side) return;
  tell(sim, hostAt(sim, vm.pairRef, side), { kind: "standby", vmRef, event: "ready" });
}

export function stopStandby(sim: Sim, host: SimHost, vmRef: string): void {
  const vm = sim.world.vms[vmRef];
  if (vm?.instances[host.side]?.role === "standby") endProcess(sim, vm, host.side);
  else tell(sim, host, { kind: "standby", vmRef, event: "lost" });
}

export const memoryCopyMs = (sim: Sim, vm: SimVm): number | null => {
  const link = carryingLinks(sim, vm.pairRef)[0];
  if (!link) return null;
  const { leastMemoryBytesPerSecond } = sim.world.settings;
  const bytesPerSecond = Math.max(link.bandwidthBytesPerSecond * MEMORY_COPY_SHARE, leastMemoryBytesPerSecond);
  return (bytesOfMiB(vm.memoryMiB) * USED_MEMORY_RATIO * 1000) / bytesPerSecond;
};

export function beginLockstep(sim: Sim, host: SimHost, { vmRef }: EffectOf<"begin-lockstep">): void {
  const vm = vmOf(sim, vmRef);
  const standby = vm.instances[otherSide(host.side)];
  const copyMs = memoryCopyMs(sim, vm);
  if (standby?.role !== "standby" || copyMs === null || vm.mirror?.state !== "established") {
    tell(sim, host, { kind: "lockstep", vmRef, event: "lost" });
    return;
  }
  const reason = lacksForLockstep(sim, vm, host.side);
  if (reason !== null) {
    tell(sim, host, { kind: "effect-failed", effect: "begin-lockstep", vmRef, reason });
    return;
  }
  const run = newRun(sim);
  setLockstep(sim, vm, { run, state: "copying" });
  standby.state = "MemorySync";
  standby.sinceMs = sim.world.nowMs;
  touch(sim, "vm", vmRef);
  const checkpointsMs = 3 * sim.world.settings.checkpointMs;
  after(sim, copyMs + checkpointsMs, { kind: "memory-copied", vmRef, run });
}

export function memoryCopied(sim: Sim, { vmRef, run }: EventOf<"memory-copied">): void {
  const vm = sim.world.vms[vmRef];
  if (vm?.lockstep?.run !== run || vm.lockstep.state !== "copying" || !vm.mirror) return;
  const standby = vm.instances[otherSide(vm.mirror.source)];
  if (standby?.role !== "standby") return;
  vm.lockstep.state = "synchronized";
  standby.state = "Synchronized";
  standby.sinceMs = sim.world.nowMs;
  touch(sim, "vm", vmRef);
  fallBehind(sim, vm);
  const host = hostAt(sim, vm.pairRef, vm.mirror.source);
  // The standby learns it first: it has the checkpoint before the active side has its answer.
  tell(sim, partnerHost(sim, host), { kind: "standby", vmRef, event: "synchronized" });
  tell(sim, host, { kind: "lockstep", vmRef, event: "synchronized" });
}

export function lockstepLossNoticed(sim: Sim, { vmRef, run }: EventOf<"lockstep-loss-noticed">): void {
  const vm = sim.world.vms[vmRef];
  if (vm?.lockstep?.run !== run) return;
  for (const side of ["a", "b"] as const)
    if (activeInstance(vm, side)) tell(sim, hostAt(sim, vm.pairRef, side), { kind: "lockstep", vmRef, event: "lost" });
}

/** Lockstep ends in order: output flows again, the mirror stays. */
export function endLockstep(sim: Sim, host: SimHost, vmRef: string): void {
  const vm = vmOf(sim, vmRef);
  setLockstep(sim, vm, null);
  touch(sim, "vm", vmRef);
  const works = vm.mirror?.source === host.side && vm.mirror.state === "established";
  const instance = vm.instances[host.side];
  if (works && instance) instance.held = false;
  if (works) releaseHeldWrite(sim, vmRef);
  tell(sim, host, { kind: "mirror", vmRef, event: works ? "established" : "lost" });
}

export const releaseOutput = (sim: Sim, host: SimHost, vmRef: string): void => goOnAlone(sim, host, vmRef);

/** The standby becomes the machine, from the memory it holds. */
export function goLive(sim: Sim, host: SimHost, { vmRef, epoch }: EffectOf<"go-live">): void {
  const vm = vmOf(sim, vmRef);
  const standby = vm.instances[host.side];
  if (
    standby?.role !== "standby" ||
    standby.state === "Provisioning" ||
    standby.state === "MemorySync" ||
    !isLegIntact(sim, vm, host.side)
  ) {
    const reason = `no synchronized standby of ${vm.name} on ${host.name}`;
    tell(sim, host, { kind: "effect-failed", effect: "go-live", vmRef, reason });
    return;
  }
  settleDivergence(sim, vm);
  if (vm.mirror && vm.mirror.source !== host.side) endMirror(sim, vm);
  setLockstep(sim, vm, null);
  vm.readOnBoth = true;
  const run = newRun(sim);
  vm.instances[host.side] = { run, state: "GoingLive", role: "active", epoch, sinceMs: sim.world.nowMs, held: false };
  touch(sim, "vm", vmRef);
  after(sim, GO_LIVE_MS * (0.7 + 0.9 * randomOf(sim, `guest ${vmRef}`)), { kind: "went-live", vmRef, run });
}

export function wentLive(sim: Sim, { vmRef, run }: EventOf<"went-live">): void {
  const vm = sim.world.vms[vmRef];
  const side = vm && sideOfRun(vm, run);
  const instance = side && vm.instances[side];
  if (!vm || !side || !instance) return;
  settleDivergence(sim, vm);
  instance.sinceMs = sim.world.nowMs;
  touch(sim, "vm", vmRef);
  goOnFromMemory(sim, hostAt(sim, vm.pairRef, side), vm, instance);
}

/** Lockstep needs a link and the mirror: looked at after every change of hardware. */
export function reviewLockstep(sim: Sim, pairRef: string): void {
  for (const vm of vmsOf(sim, pairRef))
    if (vm.lockstep && (vm.mirror === null || vm.mirror.state === "broken")) breakLockstep(sim, vm);
}
