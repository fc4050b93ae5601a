import { otherSide, SIDES, type Side } from "@v-available/domain/state";
import { isOursAlone } from "../src/restore";
import { isWritable, neverPromotes, truth } from "./check";
import { choose, mend } from "./fault";
import { isOpen, isSaidToBeRight } from "./question";
import { type Law, runUntil } from "./run";
import { isAtLevel } from "./settled";
import { type Machine, Violation, WORLD_TIMING, type World } from "./world";

/** Liveness: once the world is stable, service is back and redundancy restored within a bound, where that may be. */

/** Covers suspicion, lease, margin, both full copies and a designation that has to be ended first. */
const BOUND_MS = 40_000;

/** The longest wait for others, and the longest delay. */
const ORDER_MS = (WORLD_TIMING.restartWaitMs ?? 0) + 2_000;

/** Whether that side's leg may become the machine without a person. */
function canRun(world: World, side: Side, machine: Machine): boolean {
  const register = truth(world, machine.vmRef);
  const record = world.hosts[side].durable?.vms[machine.vmRef];
  if (register === undefined || record === undefined || record.splitBrain) return false;
  if (isSaidToBeRight(world, side, machine.vmRef)) return true;
  if (record.forgotten) return false;
  if (!register.inSync.includes(side) || record.legFailed) return false;
  const owns = register.owner === side;
  // Readmitted after a fence: the other side may have gone on alone, so what both had it does not take.
  if (world.hosts[side].readmit && !isOursAlone(record, side)) return false;
  if (owns && record.legInconsistentSince !== null && record.legInconsistentSince >= register.epoch) return false;
  return owns || !neverPromotes(world, side, machine.vmRef, register.epoch);
}

/** The machines that must come back by themselves. Judged before the repair, from what is durable. */
function expected(world: World): Machine[] {
  if (cannotSettle(world)) return [];
  return Object.values(world.machines).filter((machine) => {
    if (truth(world, machine.vmRef) === undefined) return false;
    const intent = SIDES.map((side) => world.hosts[side].durable?.vms[machine.vmRef]?.intent);
    if (intent.some((one) => one !== undefined && one.desiredPower === "off")) return false;
    const broken = SIDES.some((side) => {
      const record = world.hosts[side].durable?.vms[machine.vmRef];
      if (record?.splitBrain === true) return true;
      // Where its driver can't be asked to leave it, or a change under way gives up the other copy, it may be the only one.
      const failed = record?.legFailed === true || world.hosts[side].legs[machine.vmRef]?.failed === true;
      return failed && !(world.servesFromPartner && record?.legFailed && record.pending === null);
    });
    return !broken && SIDES.some((side) => canRun(world, side, machine));
  });
}

/**
 * A gave up a move to another witness and waits for B's word on it, and B has lost all its records: what B did before that
 * nobody can tell, so the registers need a person. Whatever runs goes on.
 */
function cannotSettle(world: World): boolean {
  const move = world.hosts.a.durable?.move;
  if (move?.stage !== "abandoned") return false;
  const { durable } = world.hosts.b;
  const knows = durable?.move?.term === move.term || (durable?.closedTerm ?? 0) >= move.term;
  return !knows && (durable?.seat?.term ?? 0) < move.term;
}

/** @returns the number of machines that had to come back, and did */
export function checkLiveness(world: World, law: Law): number {
  const wanted = expected(world);
  mend(world);
  const boundMs = BOUND_MS + (world.ordered ? ORDER_MS : 0);
  const untilMs = world.nowMs + boundMs;
  const back = () => {
    decide(world, law);
    return wanted.every((machine) => isBack(world, machine));
  };
  while (world.nowMs < untilMs && !back()) runUntil(world, world.nowMs + 1_000, law);
  for (const machine of wanted) {
    if (isBack(world, machine)) continue;
    const runs = SIDES.filter((side) => isWritable(world, side, machine.vmRef));
    throw new Violation(
      "liveness",
      `${machine.vmRef} (${machine.declared}) is not back after ${boundMs} ms: runs on [${runs}], register ${JSON.stringify(truth(world, machine.vmRef))}`,
    );
  }
  return wanted.length;
}

function isBack(world: World, machine: Machine): boolean {
  const register = truth(world, machine.vmRef);
  if (register === undefined) return true;
  const agent = world.hosts[register.owner].state?.vms[machine.vmRef];
  // Left down after too many crashes: for a person.
  if (agent?.crashedTooOften) return true;
  const intent = world.hosts[register.owner].durable?.vms[machine.vmRef]?.intent;
  // The guest may have shut itself down, and a stop that nobody had heard of may win: both are somebody's wish.
  if (intent?.desiredPower === "off") return true;
  return isAtLevel(world, machine.vmRef);
}

/** A person is asked which of two copies is right, and says one or the other as soon as that is taken. */
function decide(world: World, law: Law): void {
  for (const machine of Object.values(world.machines)) {
    if (!isOpen(machine)) continue;
    const first: Side = machine.nextWrite % 2 === 0 ? "a" : "b";
    if (!choose(world, machine, first, law)) choose(world, machine, otherSide(first), law);
  }
}
