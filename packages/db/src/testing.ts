import { createHash, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, rename, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/pglite";
import { Client } from "pg";
import { type Database, openDatabase, type Queryable } from "./database";
import { migrate } from "./migrate";
import { MIGRATIONS } from "./migrations";
import { createPglite } from "./pglite";
import { startTestServer, type TestServer } from "./testing-server";

export type Engine = Database["engine"];

export interface TestDatabase {
  readonly database: Database;
  /** A second handle on the same database, as another process would have; PGlite has only the one. */
  second(): Promise<Database>;
  dispose(): Promise<void>;
}

/** A fresh, migrated database for one test, on either engine. Dispose of it when the test is over. */
export async function makeTestDatabase(engine: Engine): Promise<TestDatabase> {
  return engine === "pglite" ? onPglite() : onPostgres();
}

/** As it was when it was made: for tests that share one, because making it takes seconds. */
export async function emptyDatabase(database: Database): Promise<void> {
  await database.transaction(async (db) => {
    const { rows } = (await db.execute(
      sql`select tablename from pg_tables where schemaname = 'public' and tablename <> 'schema_migration'`,
    )) as unknown as { rows: { tablename: string }[] };
    // A test begins anew; the trigger that keeps the audit log is for everybody else.
    await db.execute(sql`set local session_replication_role = replica`);
    const tables = rows.map(({ tablename }) => sql.identifier(tablename));
    await db.execute(sql`truncate ${sql.join(tables, sql`, `)}`);
    await migrate(db);
  });
}

async function onPglite(): Promise<TestDatabase> {
  const database = await createPglite({ loadDataDir: await template() });
  return { database, second: async () => database, dispose: () => database.close() };
}

/** Making a PGlite takes seconds, copying one a third of that: the first test of a schema leaves a template behind. */
async function template(): Promise<Blob> {
  const key = createHash("sha256").update(JSON.stringify(MIGRATIONS)).digest("hex").slice(0, 16);
  const path = join(tmpdir(), `v-available-template-${process.getuid?.() ?? 0}-${key}.tar`);
  if (!existsSync(path)) {
    const client = await PGlite.create();
    await migrate(drizzle(client) as unknown as Queryable);
    const tar = await client.dumpDataDir("none");
    await client.close();
    const unfinished = `${path}.${randomUUID()}`;
    await writeFile(unfinished, Buffer.from(await tar.arrayBuffer()));
    await rename(unfinished, path);
  }
  return new Blob([new Uint8Array(await readFile(path))], { type: "application/x-tar" });
}

let server: Promise<TestServer> | null = null;

async function onPostgres(): Promise<TestDatabase> {
  server ??= startTestServer();
  const { urlOf } = await server;
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await administer(urlOf("postgres"), `create database ${name}`);
  const opened: Database[] = [];
  const open = async () => {
    const database = await openDatabase({ kind: "postgres", url: urlOf(name) });
    opened.push(database);
    return database;
  };
  return {
    database: await open(),
    second: open,
    dispose: async () => {
      await Promise.all(opened.map((database) => database.close()));
      await administer(urlOf("postgres"), `drop database ${name} with (force)`);
    },
  };
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}
