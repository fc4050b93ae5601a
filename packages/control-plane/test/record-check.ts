import type { Database } from "@v-available/db/database";
import { alarm } from "@v-available/db/schema/alarm";
import { event } from "@v-available/db/schema/event";
import { fault } from "@v-available/db/schema/fault";
import { incident } from "@v-available/db/schema/incident";
import { asc } from "drizzle-orm";
import { verifyEvents } from "../src/event/seal";
import type { TestWorld } from "./world";

/** What is wrong with the record: a gap, something twice, a broken chain, an action without its cause (S12). */
export async function problemsOfRecord(world: TestWorld, database: Database): Promise<string[]> {
  const problems: string[] = [];
  const rows = await database.read((db) => db.select().from(event).orderBy(asc(event.sequence)));
  const gap = rows.find(({ sequence }, at) => sequence !== at + 1);
  if (gap) problems.push(`before event ${gap.sequence} there is a gap`);
  const chain = verifyEvents(rows);
  if (!chain.intact || chain.count !== rows.length) problems.push(`the chain is broken: ${JSON.stringify(chain)}`);

  const { records, dropped } = world.simulator.sim.world.journal;
  if (dropped > 0) problems.push(`${dropped} host records were let go, so the rest can't be compared`);
  const written = rows.filter(({ source }) => source !== null).map((row) => `${row.source} ${row.sourceSequence}`);
  const told = records.map(({ source, sequence }) => `${source} ${sequence}`);
  const differs = told.findIndex((one, at) => one !== written[at]);
  if (differs >= 0 || written.length !== told.length)
    problems.push(`of ${told.length} host records ${written.length} are written, the first other one at ${differs}`);

  // What followed by itself names an earlier event as its cause.
  const sequenceOf = new Map(rows.map(({ id, sequence }) => [id, sequence]));
  const rooted = new Set(
    records.filter(({ rootRef }) => rootRef).map(({ source, sequence }) => `${source} ${sequence}`),
  );
  for (const row of rows) {
    const first = row.phase === "detected" || row.type === "adapter.unreachable";
    if (first || row.actor === "operator") continue;
    if (row.actor === "host" && !rooted.has(`${row.source} ${row.sourceSequence}`)) continue;
    const cause = row.causeEventId === null ? undefined : sequenceOf.get(row.causeEventId);
    if (cause === undefined || cause >= row.sequence)
      problems.push(`event ${row.sequence} ${row.type} has the cause ${cause ?? "none"}: ${row.sentence}`);
  }
  return problems;
}

/** What still stands open. Once the world is sound and stays so, nothing may: an alarm clears if its condition did. */
export async function openInRecord(database: Database): Promise<string[]> {
  const [faults, alarms, incidents] = await database.read(async (db) => [
    await db.select().from(fault),
    await db.select().from(alarm),
    await db.select().from(incident),
  ]);
  return [
    ...faults
      .filter(({ closedAtMs }) => closedAtMs === null)
      .map(({ kind, subjectName, evidence }) => `fault ${kind} on ${subjectName}: ${evidence}`),
    ...alarms
      .filter(({ clearedAtMs }) => clearedAtMs === null)
      .map(({ kind, subjectName }) => `alarm ${kind} on ${subjectName}`),
    ...incidents.filter(({ restoredAtMs }) => restoredAtMs === null).map(({ title }) => `incident: ${title}`),
  ];
}
