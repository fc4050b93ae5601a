// Run by itself: what it costs to keep the load of 50,000 machines, and to read that of one, on the embedded database.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "@v-available/db/database";
import { HIGH_AVAILABILITY } from "@v-available/domain/level";
import { RANGES } from "@v-available/domain/load-history";
import { machine } from "@v-available/domain/pair.fixture";
import { sql } from "drizzle-orm";
import { LoadKeeper } from "../src/load/keep";
import { viewLoad } from "../src/load/view";
import { Fleet } from "../src/watch/fleet";

const MACHINES = 50_000;
const STEP_MS = RANGES["15m"].stepMs;
const HOURS = Number(process.argv[2] ?? 1);
const idOf = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;

const directory = await mkdtemp(join(tmpdir(), "v-available-load-"));
const db = await openDatabase({ kind: "pglite", directory });
const beginMs = Date.UTC(2026, 0, 1);
const fleet = new Fleet();
const pair = {
  kind: "pair",
  ref: "lit",
  name: "lit",
  siteRef: "s",
  hostRefs: { a: "a", b: "b" },
  observedAtMs: beginMs,
  heardWithAll: true,
  designatedSurvivor: null,
  leases: { a: null, b: null },
  recoveryTarget: null,
} as const;
fleet.set({ id: idOf(0), firstSeenAtMs: 0, observed: pair });
for (let n = 1; n <= MACHINES; n += 1)
  fleet.set({ id: idOf(n), firstSeenAtMs: 0, observed: machine(HIGH_AVAILABILITY, { ref: `v${n}`, name: `v${n}` }) });
await db.transaction((tx) =>
  tx.execute(sql`insert into vm (id, adapter, ref, pair_ref, desired_power, revision, name, first_seen_at_ms, observed)
    values (${idOf(4_711)}, 'bench', 'v4711', 'lit', 'on', 1, 'v4711', 0, '{}')`),
);

const keeper = new LoadKeeper("bench", 5_000);
const taken = new Map<string, number[]>();
for (let nowMs = beginMs; nowMs < beginMs + HOURS * 3_600_000; nowMs += STEP_MS) {
  fleet.heardAtMs = nowMs;
  const beganMs = performance.now();
  await keeper.keep(db, fleet, nowMs);
  const ended = Object.values(RANGES).filter(({ stepMs }) => nowMs % stepMs === 0);
  const what = nowMs === beginMs ? "the first, which gives places" : `ends ${ended.map(({ step }) => step).join(", ")}`;
  taken.set(what, [...(taken.get(what) ?? []), performance.now() - beganMs]);
}
for (const [what, times] of taken) {
  times.sort((one, other) => one - other);
  console.info(
    `${what}: ${times.length} times, median ${times[times.length >> 1]?.toFixed(0)} ms, worst ${times.at(-1)?.toFixed(0)} ms`,
  );
}
const nowMs = beginMs + HOURS * 3_600_000;
for (const range of ["15m", "1h", "24h"] as const) {
  const times: number[] = [];
  for (let round = 0; round < 11; round += 1) {
    const beganMs = performance.now();
    await db.read((tx) => viewLoad(tx, nowMs, { machineId: idOf(4_711), range, endMs: nowMs }, []));
    times.push(performance.now() - beganMs);
  }
  console.info(`read ${range}: ${times.sort((one, other) => one - other)[5]?.toFixed(1)} ms`);
}
const size = await db.read((tx) =>
  tx.execute(sql`select step_ms, count(*)::int n, sum(length(readings))::int bytes,
    pg_total_relation_size('load_frame')::bigint total from load_frame group by 1 order by 1`),
);
console.info(size);
await db.close();
await rm(directory, { recursive: true });
