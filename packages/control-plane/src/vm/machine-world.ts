import type { Queryable } from "@v-available/db/database";
import { task } from "@v-available/db/schema/task";
import type { CapabilityAnswers } from "@v-available/domain/finding";
import type { MachineWorld } from "@v-available/domain/machine-admission";
import { and, eq } from "drizzle-orm";
import type { Picture, PicturedPair } from "../query/picture";

/** What admission has to know of the world of a machine that is to be made on this pair. */
export async function machineWorld(
  db: Queryable,
  picture: Picture,
  pair: PicturedPair,
  capabilities: CapabilityAnswers,
): Promise<MachineWorld & { facts: PicturedPair["facts"] }> {
  const { adapter } = pair.row;
  const pairs = picture.pairs.filter(({ row }) => row.adapter === adapter);
  const machines = pairs.flatMap(({ facts }) => facts.machines);
  // A machine that is being made has its name already, though the hosts do not speak of it yet.
  const coming = await db
    .select({ name: task.subjectName })
    .from(task)
    .where(and(eq(task.kind, "vm.create"), eq(task.state, "running"), eq(task.adapter, adapter)));
  return {
    facts: pair.facts,
    pairNames: pairs.map(({ row }) => row.name),
    names: [...machines, ...coming].map(({ name }) => name),
    macs: Object.fromEntries(machines.map(({ mac, name }) => [mac, name])),
    images: null,
    capabilities,
  };
}
