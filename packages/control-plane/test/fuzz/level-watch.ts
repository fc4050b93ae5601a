import { isDeepStrictEqual } from "node:util";
import { dialStopOf, type Protection } from "@v-available/domain/level";
import { SIDES } from "@v-available/domain/state";
import { hostAt, type Sim } from "@v-available/orchestrator-simulator/sim";
import type { SimVm } from "@v-available/orchestrator-simulator/world/machine";

/** By the host that has heard of it last. */
function declaredOf(sim: Sim, vm: SimVm): Protection | null {
  const [a, b] = SIDES.map((side) => hostAt(sim, vm.pairRef, side).durable?.vms[vm.ref]?.intent);
  return (a && b && b.version > a.version ? b : (a ?? b))?.declared ?? null;
}

/** A change of level that has failed has returned the machine to the level before. */
export class LevelWatch {
  readonly breaches: string[] = [];
  /** Of machines of which no change is under way, by ref. */
  readonly #declared = new Map<string, Protection>();
  /** What was declared before, by the task of the change. */
  readonly #before = new Map<string, Protection>();

  /** To be called after every event, with the machines that it may be about. */
  look(sim: Sim, concerned: readonly SimVm[]): void {
    for (const [key, before] of this.#before) if (!sim.runningTasks.has(key)) this.#judge(sim, key, before);
    const changing = new Set<string>();
    for (const key of sim.runningTasks) {
      const { command, vmRef } = sim.world.tasks[key] ?? {};
      if (command?.kind !== "vm.protect" || !vmRef) continue;
      changing.add(vmRef);
      const before = this.#declared.get(vmRef);
      if (before !== undefined && !this.#before.has(key)) this.#before.set(key, before);
    }
    for (const vm of concerned) {
      const declared = changing.has(vm.ref) ? null : declaredOf(sim, vm);
      if (declared !== null && this.#declared.get(vm.ref) !== declared) this.#declared.set(vm.ref, declared);
    }
  }

  #judge(sim: Sim, key: string, before: Protection): void {
    this.#before.delete(key);
    const { observed, vmRef } = sim.world.tasks[key] ?? {};
    const vm = vmRef ? sim.world.vms[vmRef] : undefined;
    const declared = vm && declaredOf(sim, vm);
    if (observed?.state !== "failed" || !vm || !declared || isDeepStrictEqual(declared, before)) return;
    const [was, is] = [before, declared].map(dialStopOf);
    this.breaches.push(`a change of ${vm.name} from ${was} has failed, and it is declared as ${is}`);
  }
}
