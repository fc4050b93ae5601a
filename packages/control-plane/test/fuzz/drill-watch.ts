import type { Database } from "@v-available/db/database";
import { event } from "@v-available/db/schema/event";
import { SIDES } from "@v-available/domain/state";
import { registerOf } from "@v-available/orchestrator-simulator/invariant";
import { hostAt, type Sim, siteOf, vmsOf } from "@v-available/orchestrator-simulator/sim";
import { siteHasPower, siteIsReached } from "@v-available/orchestrator-simulator/site-state";
import type { SimVm } from "@v-available/orchestrator-simulator/world/machine";
import type { SimDrill, SimRecovery } from "@v-available/orchestrator-simulator/world/recovery";
import type { WorldEvent } from "@v-available/orchestrator-simulator/world-event";
import { like } from "drizzle-orm";
import type { TestWorld } from "../world";

/**
 * S13: a drill is seen in nothing but its own record, not in the machine and not in the copy that it was cloned from; and
 * nothing of it outlasts it.
 */
export class DrillWatch {
  readonly breaches: string[] = [];
  /** What a machine and its copy were after the last event, while a drill of it runs; by ref. */
  readonly #production = new Map<string, string>();
  #orders = "";

  /** To be called after every event, with the machines that it may be about. */
  look(sim: Sim, from: WorldEvent | null, vms: readonly SimVm[]): void {
    for (const vm of vms) {
      const before = this.#production.get(vm.ref);
      if (
        from?.kind === "drill-step" &&
        from.vmRef === vm.ref &&
        before !== undefined &&
        before !== productionOf(sim, vm)
      )
        this.breaches.push(`a step of the drill of ${vm.name} has changed the machine or its copy`);
      const drill = vm.recovery?.drill;
      if (!vm.recovery || !drill) {
        this.#production.delete(vm.ref);
        continue;
      }
      this.#production.set(vm.ref, productionOf(sim, vm));
      const why = whyLeftBehind(sim, vm.recovery, drill);
      if (why !== null) this.breaches.push(`the clone of the drill of ${vm.name} is left behind: ${why}`);
    }
  }

  /** Of the machines of a pair, around a command to begin or end a drill of one of them. */
  beforeOrder(sim: Sim, pairRef: string): void {
    this.#orders = productionOfAll(sim, pairRef);
  }
  afterOrder(sim: Sim, pairRef: string): void {
    if (productionOfAll(sim, pairRef) !== this.#orders)
      this.breaches.push(`to begin or end a drill has changed a machine of ${pairRef}`);
  }
}

const productionOfAll = (sim: Sim, pairRef: string): string =>
  vmsOf(sim, pairRef)
    .map((vm) => productionOf(sim, vm))
    .join();

/** All that clients or hosts could notice, and the copy as it is filled. */
function productionOf(sim: Sim, vm: SimVm): string {
  const { recovery, ...machine } = vm;
  const { drill: _, drills: __, ...copy } = recovery ?? ({} as SimRecovery);
  const known = SIDES.map((side) => hostAt(sim, vm.pairRef, side).durable?.vms[vm.ref]);
  return JSON.stringify([machine, copy, registerOf(sim, vm), known]);
}

/** Why there should be nothing of it any more; null where it goes on. */
function whyLeftBehind(sim: Sim, { siteRef, live }: SimRecovery, drill: SimDrill): string | null {
  const { world } = sim;
  if (drill.taskKey !== null && !sim.runningTasks.has(drill.taskKey)) return "its task is over";
  if (!siteHasPower(world, siteRef)) return `${siteOf(sim, siteRef).name} has no power`;
  if (!siteIsReached(world, siteRef)) return `nobody hears ${siteOf(sim, siteRef).name}`;
  if (live) return "the machine itself is there";
  return world.nowMs > drill.stepEndsAtMs ? `it was to ${drill.step} until ${drill.stepEndsAtMs} ms` : null;
}

/** Every drill that has ended is on the record: a proof that nobody can find is none. */
export async function problemsOfDrills({ simulator }: TestWorld, database: Database): Promise<string[]> {
  const rows = await database.read((db) => db.select().from(event).where(like(event.type, "drill.%")));
  const told = new Set(rows.map(({ subjectRef, atMs, type }) => `${subjectRef} ${type} ${atMs}`));
  return Object.values(simulator.sim.world.vms).flatMap(({ ref, name, recovery }) =>
    (recovery?.drills ?? [])
      .filter(({ state, endedAtMs }) => !told.has(`${ref} drill.${state} ${endedAtMs}`))
      .map(
        ({ state, startedAtMs }) =>
          `the drill of ${name} from ${startedAtMs} was ${state}, and the record does not say so`,
      ),
  );
}
