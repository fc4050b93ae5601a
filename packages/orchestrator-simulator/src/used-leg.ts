import { otherSide, type Side } from "@v-available/domain/state";
import { hostAt, type Sim } from "./sim";
import type { SimLeg, SimVm } from "./world/machine";

/** The machine runs on this side, and its own copy is gone: it reads and writes the partner's. */
export const isDetached = ({ mirror }: SimVm, side: Side): boolean =>
  mirror?.source === side && mirror.state === "established" && mirror.detached === true;

/** Whether what is asked of the copy that it uses is answered at all. */
export function copyAnswers(sim: Sim, vm: SimVm, side: Side): boolean {
  const at = isDetached(vm, side) ? otherSide(side) : side;
  return vm.legs[at]?.failed === false && hostAt(sim, vm.pairRef, at).controllerDown === undefined;
}

/** The copy that the machine reads and writes where it runs on this side. */
export const usedLeg = (vm: SimVm, side: Side): SimLeg | null => vm.legs[isDetached(vm, side) ? otherSide(side) : side];
