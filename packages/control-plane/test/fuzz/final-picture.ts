import type { Database, Queryable } from "@v-available/db/database";
import type { Observed } from "@v-available/domain/observed";
import { observeAll } from "@v-available/orchestrator-simulator/view";
import { readRows } from "../../src/query/fleet-rows";
import { weightOf } from "../../src/watch/weight";
import type { TestWorld } from "../world";

async function takeRows(db: Queryable): Promise<{ readonly observed: Observed }[]> {
  const { sites, pairs, hosts, links, witnesses, vms } = await readRows(db);
  return [...sites, ...pairs, ...hosts, ...links, ...witnesses, ...vms];
}

/** What is written of the fleet is what a first look at the orchestrator shows now, but for figures that always move. */
export async function problemsOfPicture(world: TestWorld, database: Database): Promise<string[]> {
  const written = new Map<string, Observed>();
  const rows = await database.read((db) => takeRows(db));
  for (const { observed } of rows) written.set(`${observed.kind} ${observed.ref}`, observed);
  const problems: string[] = [];
  for (const seen of observeAll(world.simulator.sim)) {
    const key = `${seen.kind} ${seen.ref}`;
    const known = written.get(key);
    written.delete(key);
    if (!known) problems.push(`${key} is there and not written`);
    else if (weightOf(known, seen) === "state")
      problems.push(`${key} is written as ${JSON.stringify(known)} and is ${JSON.stringify(seen)}`);
  }
  for (const key of written.keys()) problems.push(`${key} is written and not there`);
  return problems;
}
