// Run by itself: how long a search over the names of 50,000 machines takes, on the embedded database.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "@v-available/db/database";
import { sql } from "drizzle-orm";
import { systemClock } from "../src/environment";
import { makeQueries } from "../src/query/queries";
import { OPERATOR } from "./world";

const PAIRS = 5_000;
const MACHINES = 50_000;
const ROUNDS = 20;
const TEXTS = ["v", "vm", "vm-4", "vm-49999", "site-17 vm-1", "pair-204", "nothing like it", "v9x"];

const directory = await mkdtemp(join(tmpdir(), "v-available-find-"));
const db = await openDatabase({ kind: "pglite", directory });
await db.transaction(async (tx) => {
  const rows = (from: string) => sql.raw(`generate_series(1, ${from === "pairs" ? PAIRS : MACHINES}) n`);
  await tx.execute(sql`insert into site (id, adapter, ref, revision, name, first_seen_at_ms, observed)
    select gen_random_uuid(), 'bench', 's' || n, 1, 'Site-' || n, 0, '{}' from generate_series(1, 100) n`);
  await tx.execute(sql`insert into host_pair (id, adapter, ref, site_ref, revision, name, first_seen_at_ms, heard_at_ms, observed)
    select gen_random_uuid(), 'bench', 'p' || n, 's' || (n % 100 + 1), 1, 'pair-' || n, 0, 0, '{}' from ${rows("pairs")}`);
  await tx.execute(sql`insert into vm (id, adapter, ref, pair_ref, desired_power, revision, name, first_seen_at_ms, observed)
    select gen_random_uuid(), 'bench', 'v' || n, 'p' || (n % ${sql.raw(String(PAIRS))} + 1), 'on', 1, 'vm-' || n, 0, '{}' from ${rows("machines")}`);
  await tx.execute(sql`update ledger set revision = 1`);
});

const setting = { version: "bench", organisation: "Bench", demo: false };
const log = { info() {}, warn() {}, error() {} };
const queries = makeQueries({ db, clock: systemClock, log }, setting);
const timed = async (text: string) => {
  const beganMs = performance.now();
  const { groups } = await queries.find({ text }, OPERATOR);
  return { ms: performance.now() - beganMs, total: groups.reduce((sum, group) => sum + group.total, 0) };
};

console.info(`the first search, which reads all names: ${(await timed("")).ms.toFixed(0)} ms`);
for (const text of TEXTS) {
  const taken: number[] = [];
  let total = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const answer = await timed(text);
    taken.push(answer.ms);
    total = answer.total;
  }
  taken.sort((a, b) => a - b);
  const [median, worst] = [taken[ROUNDS >> 1] ?? 0, taken[ROUNDS - 1] ?? 0];
  console.info(`${JSON.stringify(text)}: ${median.toFixed(1)} ms, worst ${worst.toFixed(1)} ms, ${total} found`);
}

await db.transaction(async (tx) => {
  await tx.execute(sql`update vm set revision = 2 where ref in (select 'v' || n from generate_series(1, 1000) n)`);
  await tx.execute(sql`update ledger set revision = 2`);
});
console.info(`after 1,000 machines changed: ${(await timed("vm-4")).ms.toFixed(0)} ms`);
await db.close();
await rm(directory, { recursive: true });
