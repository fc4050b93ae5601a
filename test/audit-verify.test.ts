import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportAudit } from "@v-available/control-plane/audit/export";
import { auditExportInput } from "@v-available/control-plane/audit/input";
import { openDatabase } from "@v-available/db/database";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { set } from "../packages/control-plane/test/audit-suite";
import { VirtualClock } from "../packages/control-plane/test/virtual-clock";
import { OPERATOR } from "../packages/control-plane/test/world";
import { root } from "./source-tree";

let directory: string;
let exported = "";
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "v-available-audit-"));
  const db = await open();
  for (const value of [1, 2, 3]) await set(db, `key ${value}`, value);
  const { chunks } = await exportAudit(
    { db, clock: new VirtualClock(1_780_000_000_000), log: { info() {}, warn() {}, error() {} } },
    auditExportInput.parse({ format: "jsonl" }),
    OPERATOR,
  );
  for await (const chunk of chunks) exported += chunk;
  await db.close();
});
afterAll(() => rm(directory, { recursive: true, force: true }));
const open = () => openDatabase({ kind: "pglite", directory: join(directory, "database") });

/** The command as an operator types it, but for npm. */
async function verify(dataDirectory: string, ...args: string[]) {
  const child = spawn(process.execPath, ["scripts/run.mjs", "audit:verify", ...args], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: "", DATA_DIR: dataDirectory },
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      said += chunk;
    });
  }
  const [code] = await once(child, "close");
  return { code, said: said.trim() };
}

it("makes nothing by looking", async () => {
  expect(await verify(join(directory, "elsewhere"))).toEqual({
    code: 2,
    said: expect.stringContaining("There is no database in"),
  });
});

it("is refused while a console has the data directory", async () => {
  const running = await open();
  expect(await verify(directory)).toEqual({
    code: 2,
    said: expect.stringContaining("Another instance already uses the data directory"),
  });
  await running.close();
});

it("says whether an export is whole", async () => {
  const file = join(directory, "export.jsonl");
  await writeFile(file, exported);
  expect(await verify(directory, file)).toEqual({ code: 0, said: "The chain is whole, from entry 1 to entry 4." });
  await writeFile(file, exported.replace('"key 2":2', '"key 2":3'));
  expect(await verify(directory, file)).toEqual({ code: 1, said: "Entry 2 was changed after it was written." });
});

it("says whether the chain of a stopped console is whole, and where it is not", async () => {
  expect(await verify(directory)).toEqual({ code: 0, said: "The chain is whole, from entry 1 to entry 4." });
  const tampered = await open();
  await tampered.transaction(async (db) => {
    await db.execute(sql`alter table audit_entry disable trigger user`);
    await db.execute(sql`delete from audit_entry where sequence = 2`);
  });
  await tampered.close();
  expect(await verify(directory)).toEqual({ code: 1, said: "Entry 2 is missing." });
});
