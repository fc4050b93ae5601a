import { SIDES } from "@v-available/domain/state";
import { isHung } from "./hung";
import { crashGuest } from "./machine-process";
import { settleDivergence } from "./mirror";
import { after, newRun, type Sim, touch } from "./sim";
import type { SimVm } from "./world/machine";
import type { EventOf } from "./world-event";

/** It answers nobody and writes nothing; its process runs on, so that its host sees nothing wrong for a while. */
export function hangGuest(sim: Sim, vm: SimVm): void {
  if (isHung(vm)) return;
  settleDivergence(sim, vm);
  vm.hangRun = newRun(sim);
  touch(sim, "vm", vm.ref);
  noticeLater(sim, vm.ref, vm.hangRun);
}

const noticeLater = (sim: Sim, vmRef: string, run: number): void =>
  after(sim, sim.world.settings.guestHangMs, { kind: "guest-hang-noticed", vmRef, run });

/** The host has waited long enough for its guest. One that is held or on its way just then is asked again. */
export function guestHangNoticed(sim: Sim, { vmRef, run }: EventOf<"guest-hang-noticed">): void {
  const vm = sim.world.vms[vmRef];
  if (!vm || vm.hangRun !== run || vm.guestCrashed) return;
  if (SIDES.every((side) => vm.instances[side] === null)) {
    // It went with its process; whatever is started next is another guest.
    vm.hangRun = null;
    return;
  }
  crashGuest(sim, vm, true);
  if (!vm.guestCrashed) noticeLater(sim, vmRef, run);
}
