import type { DialStop } from "@v-available/domain/level";
import { otherSide, SIDES, type Side } from "@v-available/domain/state";
import { servingSide } from "@v-available/orchestrator-simulator/client";
import type { Sim } from "@v-available/orchestrator-simulator/sim";
import { hostAt } from "@v-available/orchestrator-simulator/sim";
import { usedLeg } from "@v-available/orchestrator-simulator/used-leg";
import type { SimVm } from "@v-available/orchestrator-simulator/world/machine";

/** What is so of a machine in the simulated world, whatever anybody was told. */
export interface Truth {
  /** A guest runs and may write. */
  readonly serves: boolean;
  /** Both copies take every write, and the partner could start it. */
  readonly survivesHost: boolean;
  /** And without a restart. */
  readonly survivesHostAtOnce: boolean;
}

const servesOn = (vm: SimVm, side: Side): boolean => {
  const instance = vm.instances[side];
  return instance?.role === "active" && instance.state === "Running" && !instance.held && !usedLeg(vm, side)?.failed;
};

export function truthOf(sim: Sim, vm: SimVm): Truth {
  // Another one, frozen, may be left at an owner that was passed over.
  const active = servingSide(sim, vm) ?? SIDES.find((side) => vm.instances[side]?.role === "active");
  const instance = active && vm.instances[active];
  const bothWhole = SIDES.every((side) => {
    const leg = vm.legs[side];
    return leg && !leg.failed && leg.missingBytes === 0;
  });
  // Of two sides that went on apart the one that lost its disk keeps its clients, and the machine goes on at the other.
  const may = vm.fork ? SIDES : SIDES.filter((side) => side === active);
  const serves = may.some((side) => servesOn(vm, side)) && !vm.guestCrashed && (vm.hangRun ?? null) === null;
  const partner = active && hostAt(sim, vm.pairRef, otherSide(active));
  const hostsServe = SIDES.every((side) => hostAt(sim, vm.pairRef, side).power === "on");
  const replicates = instance ? vm.mirror?.state === "established" : true;
  // Of copies that differ one is worth nothing until a person has said which.
  const survivesHost = !vm.question && bothWhole && hostsServe && replicates && (!partner || partner.agentUp);
  return { serves, survivesHost, survivesHostAtOnce: survivesHost && vm.lockstep?.state === "synchronized" };
}

export const isAsDeclared = (declared: DialStop, { survivesHost, survivesHostAtOnce }: Truth): boolean =>
  declared === "unprotected" || (declared === "high-availability" ? survivesHost : survivesHostAtOnce);
