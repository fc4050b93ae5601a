import type { Queryable } from "@v-available/db/database";
import { adapterWatch, recordSource } from "@v-available/db/schema/adapter-watch";
import { alarm } from "@v-available/db/schema/alarm";
import { fault } from "@v-available/db/schema/fault";
import { hostPair } from "@v-available/db/schema/host-pair";
import { incident } from "@v-available/db/schema/incident";
import { task } from "@v-available/db/schema/task";
import { KINDS_BESIDE_THE_MACHINE } from "@v-available/domain/recovery-command";
import { Refusal } from "@v-available/domain/refusal";
import { and, eq, getTableColumns, notInArray, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import type { FactWriter } from "../ledger";
import { HEARD_CHANNEL, heardNotices } from "../live/notice";
import type { Batch } from "./batch";
import { diagnoseClocks } from "./clock";
import { diagnoseComponents, diagnosePartsOfPair, failingComponents } from "./component";
import { diagnoseCopies } from "./copy";
import { type Diagnosis, newDiagnosis, takeRecord } from "./diagnosis";
import { endedDrills, tellDrills } from "./drill";
import { endExposure, followExposure } from "./exposure";
import type { Known } from "./fleet";
import { diagnoseHosts, returningHosts } from "./lost-host";
import { diagnosePairs } from "./lost-pair";
import type { Memory } from "./memory";
import { diagnosePairSetup } from "./pair-setup";
import { diagnoseRecovery } from "./recovery";
import { settle } from "./settle";
import { beginLostSites, endLostSites } from "./site";
import { diagnoseStorage } from "./storage";
import { followTasks } from "./task";
import { markGone, writeThings } from "./write-thing";

export interface BatchContext {
  readonly adapter: string;
  readonly memory: Memory;
  readonly staleAfterMs: number;
}

/** Everything a batch means, in the transaction that moves the cursor: all of it is taken once, or none of it. */
export async function writeBatch(context: BatchContext, batch: Batch, writer: FactWriter): Promise<void> {
  const { adapter, memory } = context;
  await moveCursor(writer.db, adapter, memory, batch, writer.nowMs);
  const returned = returningHosts(memory.fleet, batch);
  const drills = endedDrills(memory.fleet, batch);
  const failedAgain = failingComponents(memory.fleet, batch);
  const affectedPairs = await writeChanges(context, batch, writer);
  const diagnosis = newDiagnosis();
  const inner = { ...context, writer, diagnosis };
  const before = new Map(memory.sequences);
  // What a lost site explains is of its incident from the first word on.
  await beginLostSites(inner, batch);
  for (const record of batch.records) {
    // What a host does without a root of its own follows from what is seen: that is told first.
    if (record.rootRef === null && record.phase !== "detected") diagnosePartsOfPair(inner, record.pairRef);
    await takeRecord(inner, record);
  }
  await followTasks(writer, memory, adapter, batch.tasks);
  diagnoseHosts(inner, returned);
  await diagnosePairs(inner);
  endLostSites(inner, batch);
  diagnoseCopies(inner, batch);
  diagnoseRecovery(inner, batch);
  await tellDrills(inner, drills);
  diagnoseComponents(inner, batch, failedAgain);
  diagnoseStorage(inner, batch);
  diagnoseClocks(inner, batch);
  for (const pairRef of affectedPairs)
    diagnosePairSetup(inner, memory.fleet.pairFacts(pairRef, writer.nowMs, context.staleAfterMs));
  if (affectedPairs.size > 0)
    await followExposure(writer, memory, affectedPairs, context.staleAfterMs, await busyMachines(writer.db, adapter));
  settle(inner);
  await writeDiagnosis(writer, diagnosis);
  await writeSequences(writer.db, adapter, memory, before);
  await tellHeard(writer.db, adapter, memory, batch, writer.nowMs);
}

/** A sign of life alone: no fact changes, no revision is used. */
export async function writeHeard(context: BatchContext, batch: Batch, db: Queryable, nowMs: number): Promise<void> {
  const { adapter, memory } = context;
  await moveCursor(db, adapter, memory, batch, nowMs);
  for (const { observed, weight } of batch.changed.values()) {
    const known = memory.fleet.get(observed.kind, observed.ref);
    if (known && weight === "heard") memory.fleet.set({ ...known, observed });
  }
  await tellHeard(db, adapter, memory, batch, nowMs);
}

async function moveCursor(db: Queryable, adapter: string, memory: Memory, batch: Batch, nowMs: number) {
  const { cursor, heardAtMs } = batch;
  const expected =
    memory.cursor === null ? sql`${adapterWatch.cursor} is null` : eq(adapterWatch.cursor, memory.cursor);
  const moved = await db
    .update(adapterWatch)
    .set({
      cursor,
      heardAtMs,
      observedAtMs: nowMs,
      firstObservedAtMs: sql`coalesce(${adapterWatch.firstObservedAtMs}, ${nowMs})`,
    })
    .where(and(eq(adapterWatch.adapter, adapter), expected))
    .returning({ adapter: adapterWatch.adapter });
  if (moved.length === 0)
    throw new Refusal({
      code: "conflict",
      message: `Another controller watches ${adapter} too; this one starts again from what is written.`,
    });
  memory.cursor = cursor;
  memory.fleet.heardAtMs = heardAtMs;
}

/** Writes the facts and answers which pairs they are about. */
async function writeChanges({ adapter, memory }: BatchContext, batch: Batch, writer: FactWriter): Promise<Set<string>> {
  const { fleet } = memory;
  const pairRefs = new Set<string>();
  const written: Known[] = [];
  for (const { observed, weight } of batch.changed.values()) {
    const earlier = fleet.get(observed.kind, observed.ref) ?? fleet.formerly(observed.kind, observed.ref);
    const known: Known = {
      id: earlier?.id ?? writer.newId(),
      firstSeenAtMs: earlier?.firstSeenAtMs ?? writer.nowMs,
      observed,
    };
    fleet.set(known);
    if (weight === "heard") continue;
    written.push(known);
    writer.touch(observed.kind, known.id, weight === "measure" ? "measure" : "state");
    if (weight === "state" && observed.kind !== "site" && observed.kind !== "free-host")
      pairRefs.add(observed.kind === "pair" ? observed.ref : observed.pairRef);
  }
  for (const { kind, ref } of batch.removed) {
    const known = fleet.get(kind, ref);
    if (!known) continue;
    fleet.setGone(kind, ref, known);
    await markGone(writer, kind, known.id);
    if (kind === "vm") await endExposure(writer, memory, known.id);
    writer.touch(kind, known.id);
  }
  await writeThings(writer, adapter, written);
  return pairRefs;
}

/** Those that are being changed by somebody. */
async function busyMachines(db: Queryable, adapter: string): Promise<Set<string>> {
  const rows = await db
    .select({ id: task.subjectId })
    .from(task)
    .where(
      and(eq(task.adapter, adapter), eq(task.state, "running"), notInArray(task.kind, [...KINDS_BESIDE_THE_MACHINE])),
    );
  return new Set(rows.flatMap(({ id }) => id ?? []));
}

/** What a person did with an alarm is theirs: the watch never writes over it. */
const OF_THE_OPERATOR: ReadonlySet<string> = new Set([
  "operatorState",
  "acknowledgedBy",
  "acknowledgedAtMs",
  "shelvedUntilMs",
]);

export async function writeDiagnosis(writer: FactWriter, diagnosis: Diagnosis): Promise<void> {
  const upsert = async (
    kind: "fault" | "alarm" | "incident",
    table: typeof fault | typeof alarm | typeof incident,
    rows: ReadonlySet<{ id: string; revision: number }>,
  ) => {
    if (rows.size === 0) return;
    const { id, ...columns } = getTableColumns(table);
    const set = Object.fromEntries(
      Object.entries(columns)
        .filter(([name]) => !OF_THE_OPERATOR.has(name))
        .map(([name, column]) => [name, sql`excluded.${sql.identifier(column.name)}`]),
    );
    for (const row of rows) {
      row.revision = writer.revision;
      writer.touch(kind, row.id);
    }
    const target: PgTable = table;
    await writer.db
      .insert(target)
      .values([...rows] as (typeof target.$inferInsert)[])
      .onConflictDoUpdate({ target: id, set });
  };
  await upsert("incident", incident, diagnosis.incidents);
  await upsert("fault", fault, diagnosis.faults);
  await upsert("alarm", alarm, diagnosis.alarms);
}

async function writeSequences(db: Queryable, adapter: string, memory: Memory, before: ReadonlyMap<string, number>) {
  const moved = [...memory.sequences].filter(([source, sequence]) => before.get(source) !== sequence);
  if (moved.length === 0) return;
  await db
    .insert(recordSource)
    .values(moved.map(([source, sequence]) => ({ adapter, source, sequence })))
    .onConflictDoUpdate({
      target: [recordSource.adapter, recordSource.source],
      set: { sequence: sql`excluded.sequence` },
    });
}

/** When each pair that is told of was last heard: one statement, and a notice for those who read live. */
async function tellHeard(db: Queryable, adapter: string, memory: Memory, batch: Batch, nowMs: number): Promise<void> {
  const pairs: Record<string, number> = {};
  const withAll: string[] = [];
  for (const { observed } of batch.changed.values()) {
    const id = observed.kind === "pair" ? memory.fleet.get("pair", observed.ref)?.id : undefined;
    if (!id || observed.kind !== "pair") continue;
    pairs[id] = observed.observedAtMs;
    if (observed.heardWithAll) withAll.push(id);
  }
  if (Object.keys(pairs).length > 0) {
    const heard = sql`select key::uuid as id, value::bigint as at from jsonb_each_text(${JSON.stringify(pairs)}::jsonb)`;
    await db.execute(
      sql`update ${hostPair} set heard_at_ms = heard.at from (${heard}) as heard where ${hostPair.id} = heard.id`,
    );
  }
  for (const notice of heardNotices({ adapter, atMs: nowMs, heardAtMs: batch.heardAtMs, pairs, withAll }))
    await db.execute(sql`select pg_notify(${HEARD_CHANNEL}, ${notice})`);
}
