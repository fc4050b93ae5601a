import { otherSide } from "@v-available/domain/state";
import { resumeClient } from "./client";
import { memoryCopyMs } from "./lockstep";
import { activeInstance, endProcess, sayRunning, sayStopped } from "./machine-process";
import { after, hostAt, newRun, type Sim, tell, touch, vmOf } from "./sim";
import { isDetached } from "./used-leg";
import type { SimHost } from "./world/host";
import type { EventOf } from "./world-event";

/** The partner has an empty machine ready that memory can flow into. */
export function migrateIn(sim: Sim, host: SimHost, vmRef: string): void {
  const vm = sim.world.vms[vmRef];
  if (!vm || vm.instances[host.side]) return;
  vm.instances[host.side] = {
    run: newRun(sim),
    state: "Provisioning",
    role: "standby",
    epoch: 0,
    sinceMs: sim.world.nowMs,
    held: false,
  };
  touch(sim, "vm", vmRef);
}

export function migrateOut(sim: Sim, host: SimHost, vmRef: string): void {
  const vm = vmOf(sim, vmRef);
  const copyMs = memoryCopyMs(sim, vm);
  if (!activeInstance(vm, host.side)) {
    sayStopped(sim, host, vmRef, false);
    return;
  }
  if (copyMs === null) {
    const reason = "no availability link carries the memory";
    tell(sim, host, { kind: "effect-failed", effect: "migrate-out", vmRef, reason });
    return;
  }
  vm.migration = { run: newRun(sim), from: host.side, paused: false };
  after(sim, copyMs, { kind: "switchover-ready", vmRef, run: vm.migration.run });
}

export function switchoverReady(sim: Sim, { vmRef, run }: EventOf<"switchover-ready">): void {
  const vm = sim.world.vms[vmRef];
  const migration = vm?.migration;
  if (!vm || migration?.run !== run || migration.paused) return;
  const host = hostAt(sim, vm.pairRef, migration.from);
  const instance = vm.instances[migration.from];
  const incoming = vm.instances[otherSide(migration.from)];
  if (!instance || !incoming || vm.mirror?.state !== "established") {
    vm.migration = null;
    const reason = "the partner was not ready to receive it, or the mirror is not established";
    tell(sim, host, { kind: "effect-failed", effect: "migrate-out", vmRef, reason });
    return;
  }
  migration.paused = true;
  instance.state = "Frozen";
  const own = vm.legs[migration.from];
  const other = vm.legs[otherSide(migration.from)];
  if (own && other && !isDetached(vm, migration.from)) other.written = own.written;
  touch(sim, "vm", vmRef);
  tell(sim, host, { kind: "instance", vmRef, event: "switchover-ready" });
}

/** The partner goes on with it: what is left here ends. */
export function completeMigration(sim: Sim, host: SimHost, vmRef: string): void {
  const vm = sim.world.vms[vmRef];
  if (vm) endProcess(sim, vm, host.side);
  sayStopped(sim, host, vmRef, true);
}

export function cancelMigration(sim: Sim, host: SimHost, vmRef: string): void {
  const vm = sim.world.vms[vmRef];
  if (!vm) return;
  const instance = vm.instances[host.side];
  const isOfLockstep = vm.lockstep !== null && vm.lockstep.state !== "broken";
  if (instance?.role === "standby" && !isOfLockstep) endProcess(sim, vm, host.side);
  else if (instance?.state === "Frozen" && vm.migration?.from === host.side) {
    instance.state = "Running";
    sayRunning(sim, host, vmRef);
    resumeClient(sim, vm, "connection");
  }
  if (vm.migration?.from === host.side) vm.migration = null;
  touch(sim, "vm", vmRef);
}
