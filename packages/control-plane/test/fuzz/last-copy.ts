import { SIDES, type Side } from "@v-available/domain/state";
import { isWhole, registerOf } from "@v-available/orchestrator-simulator/invariant";
import type { Sim } from "@v-available/orchestrator-simulator/sim";
import { hostAt } from "@v-available/orchestrator-simulator/sim";
import type { SimVm } from "@v-available/orchestrator-simulator/world/machine";

/** S7: data end with a broken disk only. Knows also of which machines nothing is left that hosts may go on with. */
export class LastCopyWatch {
  readonly breaches: string[] = [];
  /** By ref. Only what broke is an excuse: where no disk of a machine ever did, it must come back. */
  readonly lost = new Set<string>();
  readonly #whole = new Map<string, readonly Side[]>();
  readonly #hit = new Set<string>();

  /** To be called after every event, for the machines it may be about. */
  look(sim: Sim, vm: SimVm): void {
    const before = this.#whole.get(vm.ref) ?? [];
    const whole = SIDES.filter((side) => isWhole(vm, side));
    this.#whole.set(vm.ref, whole);
    const broken = SIDES.filter((side) => vm.legs[side]?.failed);
    if (broken.length > 0) this.#hit.add(vm.ref);
    if (before.length > 0 && whole.length === 0 && !before.some((side) => broken.includes(side)))
      this.breaches.push(`the last copy of ${vm.name}, on ${before.join(" and ")}, is gone, and its disk is sound`);
    if (this.#hit.has(vm.ref) && !SIDES.some((side) => mayGoOn(sim, vm, side))) this.lost.add(vm.ref);
    // A person who gives a history up signs for what is lost with it, and for no more.
    const lost = vm.client.lost - (vm.signedLosses ?? 0);
    if (lost > 0 && !this.lost.has(vm.ref)) this.breaches.push(`${lost} acknowledged writes of ${vm.name} are gone`);
  }
}

/** The hosts may make this copy the machine: it is usable, and outdated by nothing. */
function mayGoOn(sim: Sim, vm: SimVm, side: Side): boolean {
  const leg = vm.legs[side];
  if (!leg || leg.failed || leg.missingBytes > 0) return false;
  const { alone, rightLegId } = hostAt(sim, vm.pairRef, side).durable?.vms[vm.ref] ?? {};
  // A person has given it up for the other one.
  if (rightLegId) return false;
  return alone === true || registerOf(sim, vm)?.inSync.includes(side) !== false;
}
