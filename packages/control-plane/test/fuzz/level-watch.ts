import { dialStopOf } from "@v-available/domain/level";
import { SIDES } from "@v-available/domain/state";
import { hostAt, type Sim } from "@v-available/orchestrator-simulator/sim";
import type { SimVm } from "@v-available/orchestrator-simulator/world/machine";

/** By the host that has heard of it last. */
function declaredOf(sim: Sim, vm: SimVm): string | null {
  const intents = SIDES.flatMap((side) => hostAt(sim, vm.pairRef, side).durable?.vms[vm.ref]?.intent ?? []);
  const [newest] = intents.sort((one, other) => other.version - one.version);
  return newest ? JSON.stringify(newest.declared) : null;
}

/** A change of level that has failed has returned the machine to the level before. */
export class LevelWatch {
  readonly breaches: string[] = [];
  /** Of machines of which no change is under way, by ref. */
  readonly #declared = new Map<string, string>();
  /** What was declared before, by the task of the change. */
  readonly #before = new Map<string, string>();

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
      if (declared !== null) this.#declared.set(vm.ref, declared);
    }
  }

  #judge(sim: Sim, key: string, before: string): void {
    this.#before.delete(key);
    const { observed, vmRef } = sim.world.tasks[key] ?? {};
    const vm = vmRef ? sim.world.vms[vmRef] : undefined;
    const declared = vm && declaredOf(sim, vm);
    if (observed?.state !== "failed" || !vm || !declared || declared === before) return;
    const [was, is] = [before, declared].map((one) => dialStopOf(JSON.parse(one)));
    this.breaches.push(`a change of ${vm.name} from ${was} has failed, and it is declared as ${is}`);
  }
}
