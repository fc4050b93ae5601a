import { otherSide, type Side } from "@v-available/domain/state";
import { carryingLinks, mirrorDelayMs } from "./network";
import { hostAt, type Sim } from "./sim";
import type { SimVm } from "./world/machine";

/**
 * How much longer than usual what clients send to this machine and back is on its way; null where it does not get there.
 * Its host takes the way through the partner where the port of its own is down, for machines that the partner knows.
 */
export function detourMs(sim: Sim, vm: SimVm, side: Side): number | null {
  if (!hostAt(sim, vm.pairRef, side).businessPortDown) return 0;
  const partner = hostAt(sim, vm.pairRef, otherSide(side));
  const known = vm.legs[otherSide(side)] !== null;
  if (!known || partner.power !== "on" || partner.businessPortDown || carryingLinks(sim, vm.pairRef).length === 0)
    return null;
  return 2 * mirrorDelayMs(sim, vm.pairRef);
}
