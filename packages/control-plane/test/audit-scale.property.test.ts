import type { Queryable } from "@v-available/db/database";
import { auditEntry } from "@v-available/db/schema/audit-entry";
import { ledger } from "@v-available/db/schema/ledger";
import { makeTestDatabase, type TestDatabase } from "@v-available/db/testing";
import { GENESIS_HASH } from "@v-available/domain/event";
import { getTableColumns, type SQLWrapper, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { perform } from "../src/audit/deed";
import { auditListInput } from "../src/audit/input";
import { readPage } from "../src/audit/list";
import { sealEntry } from "../src/audit/seal";
import { verifyLog } from "../src/audit/verify";
import { VirtualClock } from "./virtual-clock";
import { OPERATOR } from "./world";

const ENTRIES = 100_000;
const BEGIN_MS = 1_780_000_000_000;
const SITE = "00000000-0000-7000-8000-00000000000a";

let made: TestDatabase;
beforeAll(async () => {
  made = await makeTestDatabase("pglite");
});
afterAll(() => made.dispose());

/** By the names that the columns have in the database. */
const inColumns = (row: object) =>
  Object.fromEntries(
    Object.entries(getTableColumns(auditEntry)).map(([key, { name }]) => [name, (row as Record<string, unknown>)[key]]),
  );

/** Of a fleet of a thousand machines and a hundred people, a minute apart. */
async function fill(): Promise<void> {
  const rows: (typeof auditEntry.$inferInsert)[] = [];
  let previousHash = GENESIS_HASH;
  for (let sequence = 1; sequence <= ENTRIES; sequence++) {
    const sealed = sealEntry(
      {
        kind: sequence % 10 === 0 ? "machine.stop" : "machine.start",
        outcome: "done",
        personId: null,
        personName: `Person ${sequence % 100}`,
        role: "owner",
        address: "192.0.2.1",
        agent: "a browser",
        subjectKind: "vm",
        subjectId: null,
        subjectName: `vm-${sequence % 1_000}`,
        siteId: sequence % 50 === 0 ? SITE : null,
        taskId: null,
        reason: null,
        before: { desiredPower: "off" },
        after: { desiredPower: "on" },
        refusal: null,
      },
      { sequence, atMs: BEGIN_MS + sequence * 60_000, previousHash },
    );
    previousHash = sealed.hash;
    rows.push({ ...sealed, revision: 1 });
  }
  await made.database.transaction(async (db) => {
    for (let at = 0; at < ENTRIES; at += 5_000)
      await db.execute(sql`insert into audit_entry select * from
        json_populate_recordset(null::audit_entry, ${JSON.stringify(rows.slice(at, at + 5_000).map(inColumns))}::json)`);
    await db.update(ledger).set({ auditSequence: ENTRIES, auditHash: previousHash });
  });
  await made.database.transaction((db) => db.execute(sql`analyze audit_entry`));
}

/** How many blocks of the database a question looks at: its cost, whatever else the machine does. */
async function blocksOf(ask: (db: Queryable) => SQLWrapper): Promise<number> {
  const { rows } = (await made.database.transaction((db) =>
    db.execute(sql`explain (analyze, buffers, format json) ${ask(db)}`),
  )) as unknown as { rows: { "QUERY PLAN": [{ Plan: Record<string, number> }] }[] };
  const plan = rows[0]?.["QUERY PLAN"][0].Plan ?? {};
  return (plan["Shared Hit Blocks"] ?? Number.NaN) + (plan["Shared Read Blocks"] ?? Number.NaN);
}

it("reads a page, finds, writes and verifies among 100,000 entries at the cost of few", async () => {
  const page = (input: object, sites: "all" | string[] = "all") =>
    blocksOf((db) => readPage(db, auditListInput.parse(input), sites));
  const clock = new VirtualClock(BEGIN_MS + (ENTRIES + 1) * 60_000);
  const deed = { kind: "machine.drill", by: OPERATOR, subject: null, reason: null } as const;
  const write = () =>
    perform({ db: made.database, clock }, deed, async () => ({ answer: null, before: null, after: null }));
  await fill();
  const whole = await blocksOf((db) => db.select().from(auditEntry));
  expect(whole, "as much as all of it has").toBeGreaterThan(3_000);
  const questions: Readonly<Record<string, [object, string[]?]>> = {
    newest: [{}],
    "in the middle": [{ before: 50_000 }],
    "by person": [{ person: "person 42" }],
    "by kind": [{ kind: "machine.stop" }],
    "by a kind that is not there": [{ kind: "machine.recover" }],
    "by subject": [{ subject: "VM-77" }],
    "by a subject that is not there": [{ subject: "nothing" }],
    "an hour long ago": [{ fromMs: BEGIN_MS, untilMs: BEGIN_MS + 3_600_000 }],
    "of some sites": [{}, [SITE]],
  };
  for (const [what, [input, sites]] of Object.entries(questions))
    expect(await page(input, sites), what).toBeLessThan(300);
  await write();
  expect(await verifyLog(made.database)).toEqual({ intact: true, upTo: ENTRIES + 1 });
});
