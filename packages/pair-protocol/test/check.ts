import { otherSide, SIDES, type Side } from "@v-available/domain/state";
import { isLegUsable } from "../src/durable";
import { isOursAlone } from "../src/restore";
import type { StoredRegister } from "../src/witness";
import { isSignedAway } from "./question";
import { judgeTwoWriters } from "./sign-for";
import { localMs, type Machine, Violation, type WitnessRef, type World } from "./world";

/** The safety properties of domain contract §7, one named checker each. */

export function truth(world: World, vmRef: string): StoredRegister | undefined {
  return world.witnesses[world.seat.witnessRef as WitnessRef]?.state.durable.pairs.pair?.[vmRef];
}

/** Follows the registers to where a host asks for them. Until one does, both witnesses hold the same. */
export function followSeat(world: World): void {
  for (const side of SIDES) {
    const seat = world.hosts[side].durable?.seat;
    if (seat && seat.term > world.seat.term) moveTruth(world, seat);
  }
}

/** What the old seat decided and no host ever heard of is nothing: the new one goes on from what the hosts knew. */
function moveTruth(world: World, seat: World["seat"]): void {
  world.seat = seat;
  for (const vmRef in world.machines) {
    const known = SIDES.map((side) => world.hosts[side].durable?.vms[vmRef]?.register.epoch ?? 0);
    (world.machines[vmRef] as Machine).lastRegisterEpoch = Math.max(...known);
  }
  soil(world);
}

/** Whether that side has durably promised (or lost the means) never to bring its leg up in the register's epoch. */
export function neverPromotes(world: World, side: Side, vmRef: string, epoch: number): boolean {
  const record = world.hosts[side].durable?.vms[vmRef];
  if (record === undefined || record.forgotten) return true;
  if (isKeptOff(world, side) && !isOursAlone(record, side)) return true;
  if (record.splitBrain || (record.yieldedEpoch !== null && record.yieldedEpoch >= epoch)) return true;
  return record.legInconsistentSince !== null && record.legInconsistentSince >= epoch;
}

/** Fenced by its partner's management controller: comes back only as readmitted, and promotes nothing of this epoch then. */
export const isKeptOff = (world: World, side: Side): boolean => world.hosts[side].readmit && !world.hosts[side].powered;

/** It can answer clients and accept writes: in lockstep alone it can not. */
export function isWritable(world: World, side: Side, vmRef: string): boolean {
  const process = world.hosts[side].processes[vmRef];
  return process !== undefined && !process.paused && !process.lockstep;
}

/** S1: at most one writable instance of a machine, but for what a person has signed. */
export function checkS1(world: World, machine: Machine): void {
  judgeTwoWriters(world, machine, SIDES.filter((side) => isWritable(world, side, machine.vmRef)).length);
}

/** S2: an acknowledged write is on every leg that may still be promoted. */
export function checkS2(world: World, machine: Machine): void {
  const register = truth(world, machine.vmRef);
  if (register === undefined || machine.overridden) return;
  for (const side of register.inSync) {
    const leg = world.hosts[side].legs[machine.vmRef];
    if (isSignedAway(machine, side)) continue;
    if (neverPromotes(world, side, machine.vmRef, register.epoch) || hasFailed(world, side, machine.vmRef)) continue;
    for (const write of machine.acked) {
      if (!leg?.writes.has(write)) {
        throw new Violation("S2", `write ${write} of ${machine.vmRef} was acknowledged and is not on leg ${side}`);
      }
    }
  }
}

/** Its disk broke: nothing is on it, and S3 sees to it that nothing of it is promoted. */
const hasFailed = (world: World, side: Side, vmRef: string): boolean =>
  world.hosts[side].durable?.vms[vmRef]?.legFailed === true || world.hosts[side].legs[vmRef]?.failed === true;

/** S2, where a machine goes on without its own leg: the only one that has its writes counts. */
export function checkS2Detached(world: World, machine: Machine): void {
  const register = truth(world, machine.vmRef);
  if (register === undefined || machine.overridden) return;
  for (const side of SIDES) {
    const process = world.hosts[side].processes[machine.vmRef];
    if (!process?.detached || process.mirror !== "established") continue;
    if (world.hosts[otherSide(side)].legs[machine.vmRef]?.differs)
      throw new Violation("S3", `${machine.vmRef} on ${side} goes on through wrong blocks of the other leg`);
    if (register.inSync.includes(otherSide(side))) continue;
    throw new Violation("S2", `${machine.vmRef} on ${side} writes to the other leg alone, which does not count`);
  }
}

/** S2: before anything is acknowledged without a leg, its loss is durable. Checked when an instance is detached from it. */
export function checkDetach(world: World, side: Side, vmRef: string): void {
  const record = world.hosts[side].durable?.vms[vmRef];
  if (record !== undefined && isLegUsable(record))
    throw new Violation("S2", `${vmRef} leaves its leg on ${side}, which could be brought up again`);
}

/** S3: what is brought up holds every acknowledged write and is whole. Checked when an instance starts or goes live. */
export function checkS3(world: World, side: Side, machine: Machine): void {
  if (machine.overridden) return;
  const leg = world.hosts[side].legs[machine.vmRef];
  if (leg === undefined || leg.torn || leg.failed)
    throw new Violation("S3", `${machine.vmRef} is started on ${side} from a torn leg`);
  for (const write of machine.acked) {
    if (!leg.writes.has(write)) throw new Violation("S3", `${machine.vmRef} starts on ${side} without write ${write}`);
  }
}

/**
 * S4: writes and output that were held are let go only by the holder of the token, or where the partner can never again
 * bring up its leg of this epoch: it has yielded, or is confirmed off and kept off. Checked at each release.
 */
export function checkS4(world: World, side: Side, machine: Machine): void {
  if (machine.overridden) return;
  const register = truth(world, machine.vmRef);
  const partner = otherSide(side);
  const holds = register !== undefined && register.owner === side && !register.inSync.includes(partner);
  const yielded = register !== undefined && neverPromotes(world, partner, machine.vmRef, register.epoch);
  if (!holds && !yielded) {
    throw new Violation("S4", `${side} lets output of ${machine.vmRef} go without holding the token`);
  }
}

/** S5: epochs only grow, at the witness and in what is started. */
export function checkS5(world: World, machine: Machine): void {
  const epoch = truth(world, machine.vmRef)?.epoch ?? machine.lastRegisterEpoch;
  if (epoch < machine.lastRegisterEpoch) throw new Violation("S5", `the epoch of ${machine.vmRef} fell to ${epoch}`);
  machine.lastRegisterEpoch = epoch;
}

export function checkS5AtStart(machine: Machine, epoch: number): void {
  if (epoch < machine.lastStartEpoch) {
    throw new Violation("S5", `${machine.vmRef} is started in epoch ${epoch} after ${machine.lastStartEpoch}`);
  }
  machine.lastStartEpoch = epoch;
}

/**
 * S6: a restart after a takeover implies that the old lease is over or the fence is confirmed. More than the lease: nothing
 * that could act still runs there. Two kinds of process may remain, because neither can act. What was in lockstep is
 * frozen from the loss on: it holds output and writes until it owns the token (S1 and S4 see to that), and is kept
 * because it has the memory. What was paused for a planned switch stays paused until its own host resumes it, and that
 * host vouched for it when it handed the token over.
 */
export function checkS6(world: World, side: Side, machine: Machine): void {
  if (machine.overridden) return;
  const register = truth(world, machine.vmRef);
  const old = otherSide(side);
  if (register?.owner !== side || register.previousOwner?.side !== old) return;
  if (isWritable(world, old, machine.vmRef))
    throw new Violation("S6", `${machine.vmRef} is started on ${side} while ${old} still runs it`);
  // It has run here in this epoch already, from memory: the partner had been frozen in lockstep, and stays so without the
  // token. A second start adds nothing to that.
  if (machine.lastStartEpoch === register.epoch) return;
  const fenced = register.previousOwner.fenced || !world.hosts[old].powered;
  const agent = world.hosts[old].state;
  const vm = agent?.vms[machine.vmRef];
  // A host that knows it has lost the machine, or has no instance left to guard, holds no lease on it.
  const knows = (agent?.durable.vms[machine.vmRef]?.register.epoch ?? 0) >= register.epoch;
  const leaseHeld = vm !== undefined && !knows && vm.leaseUntilMs > localMs(world.hosts[old].clock, world.nowMs);
  if (leaseHeld && !fenced)
    throw new Violation("S6", `${machine.vmRef} is started on ${side} under the lease of ${old}`);
}

/** S7: only a leg that is behind is overwritten, and only from one that has everything. Checked when copying begins. */
export function checkS7(world: World, source: Side, machine: Machine): void {
  const target = otherSide(source);
  const register = truth(world, machine.vmRef);
  const from = world.hosts[source].legs[machine.vmRef];
  if (machine.twoHistories || world.hosts[target].durable?.vms[machine.vmRef]?.splitBrain) {
    throw new Violation("S7", `a side of a split brain of ${machine.vmRef} is overwritten`);
  }
  if (machine.overridden) return;
  if (register?.inSync.includes(target) && !neverPromotes(world, target, machine.vmRef, register.epoch)) {
    throw new Violation("S7", `leg ${target} of ${machine.vmRef} counts and is overwritten`);
  }
  for (const write of machine.acked) {
    if (!from?.writes.has(write))
      throw new Violation("S7", `leg ${target} of ${machine.vmRef} is overwritten by one without write ${write}`);
  }
}

/** S8: losing the witness alone changes no machine's power. Checked at each start and kill. */
export function checkS8(world: World, side: Side, machine: Machine, what: string): void {
  if (world.onlyWitnessHurt)
    throw new Violation("S8", `${what} of ${machine.vmRef} on ${side} though only the witness was lost`);
}

/** S9: never both hosts in maintenance. */
function checkS9({ hosts }: World): void {
  if (sides.every((side) => hosts[side].durable?.maintenance === "in"))
    throw new Violation("S9", "both hosts are in maintenance");
}

/** After every step: what has to hold at any time. */
export function checkAlways(world: World): void {
  checkS9(world);
  if (world.witnesses.alternate) followSeat(world);
  for (const vmRef in world.machines) {
    const machine = world.machines[vmRef] as Machine;
    checkS1(world, machine);
    if (!machine.dirty) continue;
    machine.dirty = false;
    checkS2(world, machine);
    checkS2Detached(world, machine);
    checkS5(world, machine);
  }
}

/** Something that S2 depends on may have changed for all machines (registers, durable promises). */
export function soil(world: World): void {
  for (const vmRef in world.machines) (world.machines[vmRef] as Machine).dirty = true;
}

export const sides: readonly Side[] = SIDES;
