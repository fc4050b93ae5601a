import { SIDES } from "@v-available/domain/state";
import type { StandbyFault } from "@v-available/pair-protocol/input";
import { after, hostAt, newRun, type Sim, tell, touch } from "./sim";
import type { SimInstance, SimVm } from "./world/machine";
import type { EventOf } from "./world-event";

export const isInLockstep = ({ lockstep }: SimVm): boolean => lockstep?.state === "synchronized";

/** One that is slow takes this much longer for its checkpoints than they take to come. */
const BEHIND_PER_MS = 0.1;
/** Of the time between checkpoints, as long as the standby keeps up. */
const USUAL_LAG_RATIO = 0.4;

/** Something in the standby's memory is not what it is in the machine's: found when the next checkpoint is compared. */
export function spoilStandby(sim: Sim, vm: SimVm): void {
  if (vm.lockstep) foundLater(sim, vm, vm.lockstep.run, "replica-divergence", sim.world.settings.checkpointMs);
}

const foundLater = (sim: Sim, { ref }: SimVm, run: number, fault: StandbyFault, afterMs: number): void =>
  after(sim, afterMs, { kind: "standby-fault-found", vmRef: ref, run, fault });

export function slowStandby(sim: Sim, vm: SimVm): void {
  vm.slowStandby = true;
  fallBehind(sim, vm);
}

export function easeStandby(sim: Sim, vm: SimVm): void {
  delete vm.slowStandby;
  if (vm.lockstep) delete vm.lockstep.behind;
  touch(sim, "vm", vm.ref);
}

/** To be called when lockstep begins as well: a standby that was built anew is no faster for it. */
export function fallBehind(sim: Sim, vm: SimVm): void {
  if (!vm.slowStandby || !vm.lockstep || !isInLockstep(vm)) return;
  const run = newRun(sim);
  vm.lockstep.behind = { run, sinceMs: sim.world.nowMs };
  touch(sim, "vm", vm.ref);
  foundLater(sim, vm, run, "standby-lag", sim.world.settings.standbyLagMs / BEHIND_PER_MS);
}

/** What is sent or acknowledged waits that much longer for the standby than it does for the disk. */
export function standbyWaitMs(sim: Sim, { lockstep }: SimVm): number {
  if (lockstep?.state !== "synchronized" || !lockstep.behind) return 0;
  return BEHIND_PER_MS * (sim.world.nowMs - lockstep.behind.sinceMs);
}

export const standbyLagMs = (sim: Sim, vm: SimVm): number =>
  Math.round(sim.world.settings.checkpointMs * USUAL_LAG_RATIO * vm.loadFactor + standbyWaitMs(sim, vm));

/** The machine's host sees it and lets go of the standby. Nothing has gone out that the checkpoint before does not explain. */
export function standbyFaultFound(sim: Sim, { vmRef, run, fault }: EventOf<"standby-fault-found">): void {
  const vm = sim.world.vms[vmRef];
  const { lockstep } = vm ?? {};
  if (!vm || lockstep?.state !== "synchronized") return;
  if ((fault === "standby-lag" ? lockstep.behind?.run : lockstep.run) !== run) return;
  const sideOf = (role: SimInstance["role"]) => SIDES.find((one) => vm.instances[one]?.role === role);
  const [side, other] = [sideOf("active"), sideOf("standby")];
  const active = side && vm.instances[side];
  if (!side || !active || !other) return;
  vm.instances[other] = null;
  lockstep.state = "broken";
  active.held = true;
  touch(sim, "vm", vmRef);
  tell(sim, hostAt(sim, vm.pairRef, other), { kind: "standby", vmRef, event: "lost" });
  tell(sim, hostAt(sim, vm.pairRef, side), { kind: "lockstep", vmRef, event: "lost", fault });
}
