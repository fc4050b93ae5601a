// Run by itself: a PostgreSQL with 50,040 machines on 5,004 pairs, for whoever measures pages. It prints its address, and ends
// with its standard input.
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { Queryable } from "@v-available/db/database";
import { openDatabase } from "@v-available/db/database";
import { startTestServer } from "@v-available/db/testing-server";
import { demoFleet } from "@v-available/orchestrator-simulator/demo-fleet";
import { sql } from "drizzle-orm";
import { openWorld } from "./world";

const COPIES = 417;
const TABLES = ["host_pair", "host", "link", "witness", "vm"] as const;
const AT_ONCE = 2_000;
/** So that nothing falls silent while it is measured. */
const HEARD_MS = Date.now() + 86_400_000;

type Row = Readonly<Record<string, unknown>> & {
  readonly ref: string;
  readonly name: string;
  readonly observed: object;
};

const rowsOf = async (db: Queryable, table: string): Promise<readonly Row[]> =>
  ((await db.execute(sql`select * from ${sql.identifier(table)}`)) as unknown as { rows: Row[] }).rows;

/** The fleet of the demo as often as it takes, each copy with names of its own, and twice as many machines on each pair. */
async function multiply(db: Queryable): Promise<void> {
  const originals = new Map<string, readonly Row[]>();
  for (const table of TABLES) originals.set(table, await rowsOf(db, table));
  const refs = [...originals.values()].flat().map(({ ref }) => ref);
  const named = new RegExp(`"(${refs.map((ref) => ref.replaceAll(/[^\w-]/g, "\\$&")).join("|")})"`, "g");
  for (const [table, rows] of originals) {
    let batch: string[] = [];
    const write = async (): Promise<void> => {
      const into = sql.identifier(table);
      if (batch.length > 0)
        await db.execute(
          sql`insert into ${into} select * from jsonb_populate_recordset(null::${into}, ${`[${batch.join()}]`}::jsonb)`,
        );
      batch = [];
    };
    const texts = rows.map((row) => JSON.stringify(row));
    for (let copy = 1; copy <= COPIES; copy++)
      for (const suffix of table === "vm" ? ["", "b"] : [""])
        for (const [at, { ref, name }] of rows.entries()) {
          const copied: Row = JSON.parse((texts[at] ?? "").replaceAll(named, `"$1~${copy}"`));
          const own = { ref: `${ref}~${copy}${suffix}`, name: `${name}-${copy}${suffix}` };
          batch.push(JSON.stringify({ ...copied, ...own, id: randomUUID(), observed: { ...copied.observed, ...own } }));
          if (batch.length >= AT_ONCE) await write();
        }
    await write();
    // What they were copied from has half as many machines.
    for (const { ref } of rows) await db.execute(sql`delete from ${sql.identifier(table)} where ref = ${ref}`);
  }
  await db.execute(sql`update host_pair set heard_at_ms = ${HEARD_MS}`);
  await db.execute(sql`update adapter_watch set heard_at_ms = ${HEARD_MS}, observed_at_ms = ${HEARD_MS}`);
}

const server = await startTestServer();
const url = server.urlOf("postgres");
const database = await openDatabase({ kind: "postgres", url });
const world = await openWorld(database, { fleet: demoFleet() });
await world.until(async () => (await database.read((db) => rowsOf(db, "vm"))).length >= 60, "the machines of the demo");
// Until every copy is in step.
await world.pass(20_000);
await world.stop();
await database.transaction(multiply);
await database.close();
console.info(url);
process.stdin.resume();
await once(process.stdin, "end");
await server.stop();
process.exit(0);
