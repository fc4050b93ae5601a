import type { Database } from "@v-available/db/database";
import { alarm } from "@v-available/db/schema/alarm";
import { event } from "@v-available/db/schema/event";
import { fault } from "@v-available/db/schema/fault";
import { incident } from "@v-available/db/schema/incident";
import { asc, isNull } from "drizzle-orm";
import { verifyEvents } from "../src/event/seal";
import { readTogether } from "../src/query/read-together";
import type { TestWorld } from "./world";

/** What is wrong with the record: a gap, something twice, a broken chain, an action without its cause (S12). */
export async function problemsOfRecord(world: Pick<TestWorld, "simulator">, database: Database): Promise<string[]> {
  const problems: string[] = [];
  const rows = await database.read((db) => db.select().from(event).orderBy(asc(event.sequence)));
  const gap = rows.find(({ sequence }, at) => sequence !== at + 1);
  if (gap) problems.push(`before event ${gap.sequence} there is a gap`);
  const chain = verifyEvents(rows);
  if (!chain.intact || chain.count !== rows.length) problems.push(`the chain is broken: ${JSON.stringify(chain)}`);

  for (const { ref, lastRecord } of Object.values(world.simulator.sim.world.hosts)) {
    const written = rows.filter(({ source }) => source === ref).map(({ sourceSequence }) => sourceSequence);
    const differs = written.findIndex((sequence, at) => sequence !== at + 1);
    if (differs >= 0 || written.length !== lastRecord)
      problems.push(
        `of ${lastRecord} records of ${ref} ${written.length} are written, the first other one at ${differs}`,
      );
  }

  // What followed by itself names an earlier event as its cause.
  const sequenceOf = new Map(rows.map(({ id, sequence }) => [id, sequence]));
  for (const row of rows) {
    // What nobody was there to see has no event: that all is well when an agent starts, and that both hosts were gone.
    const unseen = row.phase === "restored" || row.rule === "start-as-last-holder";
    const seen = unseen && row.actor === "host" && row.causeEventId === null;
    const first = row.phase === "detected" || row.type === "adapter.unreachable" || seen;
    if (first || row.actor === "operator") continue;
    const cause = row.causeEventId === null ? undefined : sequenceOf.get(row.causeEventId);
    if (cause === undefined || cause >= row.sequence)
      problems.push(`event ${row.sequence} ${row.type} has the cause ${cause ?? "none"}: ${row.sentence}`);
  }
  return problems;
}

export interface Open {
  readonly sentence: string;
  /** Its condition is gone; it stands until its hold-off is over. */
  readonly heldOff: boolean;
}

/** What still stands open. Once the world is sound and stays so, nothing may: an alarm clears if its condition did. */
export async function openInRecord(database: Database): Promise<Open[]> {
  const { faults, alarms, incidents } = await database.read((db) =>
    readTogether(db, {
      faults: { table: fault, where: isNull(fault.closedAtMs) },
      alarms: { table: alarm, where: isNull(alarm.clearedAtMs) },
      incidents: { table: incident, where: isNull(incident.restoredAtMs) },
    }),
  );
  const open = (sentence: string, heldOff = false): Open => ({ sentence, heldOff });
  return [
    ...faults.map(({ kind, subjectName, evidence }) => open(`fault ${kind} on ${subjectName}: ${evidence}`)),
    ...alarms.map(({ kind, subjectName, goneAtMs }) => open(`alarm ${kind} on ${subjectName}`, goneAtMs !== null)),
    ...incidents.map(({ title }) => open(`incident: ${title}`)),
  ];
}
