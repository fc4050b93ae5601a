import { type Pair, pairs, query } from "./api";
import type { World } from "./world/world";

interface Work {
  readonly cannotEnterBecause: string | null;
  readonly machines: readonly { readonly name: string; readonly effect: string }[];
}

export interface Choice {
  readonly pair: Pair;
  readonly host: string;
  readonly partner: string;
  readonly work: Work;
}

/** Every host of the fleet with what planned work on it would mean. */
export async function plannedWork(world: World): Promise<Choice[]> {
  const all: Choice[] = [];
  for (const pair of await pairs(world)) {
    const view = await query<{ hosts: Record<"a" | "b", { id: string; name: string }> }>(world, "pair.get", {
      pairId: pair.id,
    });
    for (const [side, other] of [
      ["a", "b"],
      ["b", "a"],
    ] as const) {
      const work = await query<Work>(world, "host.maintenance", { hostId: view.hosts[side].id });
      all.push({ pair, host: view.hosts[side].name, partner: view.hosts[other].name, work });
    }
  }
  return all;
}
