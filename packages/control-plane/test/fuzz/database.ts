import type { Database } from "@v-available/db/database";
import { emptyDatabase, makeTestDatabase } from "@v-available/db/testing";
import { sql } from "drizzle-orm";

/** Rows that are deleted still take room: after so many runs it is made again. */
const RUNS_BETWEEN = 25;

/** A real database that begins anew for each of thousands of runs: most times its few rows are deleted, in one statement. */
export async function fuzzDatabase(): Promise<{ fresh(): Promise<Database>; dispose(): Promise<void> }> {
  const { database, dispose } = await makeTestDatabase("pglite");
  const { rows } = (await database.read((db) =>
    db.execute(sql`select tablename from pg_tables where schemaname = 'public'`),
  )) as unknown as { rows: { tablename: string }[] };
  const tables = rows
    .map(({ tablename }) => tablename)
    .filter((name) => name !== "schema_migration" && name !== "ledger");
  const genesis = "repeat('0', 64)";
  const first = `update ledger set revision = 0, event_sequence = 0, event_hash = ${genesis}, incident_number = 0,
    audit_sequence = 0, audit_hash = ${genesis}`;
  // Without the trigger that keeps the audit log.
  const anew = [
    "set local session_replication_role = replica",
    ...tables.map((table) => `delete from "${table}"`),
    first,
  ].join("; ");
  let runs = 0;
  return {
    async fresh() {
      if (runs++ % RUNS_BETWEEN === 0) await emptyDatabase(database);
      else await database.transaction((db) => db.execute(sql.raw(`do $$ begin ${anew}; end $$`)));
      return database;
    },
    dispose,
  };
}
