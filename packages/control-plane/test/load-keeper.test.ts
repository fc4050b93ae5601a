import type { Database } from "@v-available/db/database";
import { loadFrame, loadSlot } from "@v-available/db/schema/load-frame";
import { vm } from "@v-available/db/schema/vm";
import { MEASURES, RANGES, type Range, type Reading } from "@v-available/domain/load-history";
import { available, facts } from "@v-available/domain/pair.fixture";
import type { Orchestrator } from "@v-available/orchestrator/orchestrator";
import { count, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { LoadKeeper } from "../src/load/keep";
import { viewLoad } from "../src/load/view";
import { Fleet } from "../src/watch/fleet";
import { breakable } from "./breakable-database";
import { sharedDatabase } from "./world";

const STEP_MS = RANGES["15m"].stepMs;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const BEGIN_MS = Date.UTC(2026, 10, 17, 10);
const STALE_AFTER_MS = 5_000;
const idOf = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;

let shared: Awaited<ReturnType<typeof sharedDatabase>>;
let db: Database;
let fleet: Fleet;
let keeper: LoadKeeper;
beforeAll(async () => {
  shared = await sharedDatabase("pglite");
});
afterAll(() => shared.dispose());
beforeEach(async () => {
  db = await shared.fresh();
  fleet = new Fleet();
  keeper = new LoadKeeper("test", STALE_AFTER_MS);
  const { pair } = facts();
  if (pair) fleet.set({ id: idOf(0), firstSeenAtMs: 0, observed: { ...pair, observedAtMs: 0, heardWithAll: true } });
});

/** @param cpuRatio by which its readings are told from those of others */
async function add(n: number, cpuRatio = 0.5): Promise<void> {
  const { load } = available();
  const observed = available({ ref: `v${n}`, name: `v${n}`, load: { ...load, cpuRatio } });
  fleet.set({ id: idOf(n), firstSeenAtMs: 0, observed });
  const row = { id: idOf(n), adapter: "test", ref: `v${n}`, name: `v${n}`, revision: 1, firstSeenAtMs: 0 };
  await db.transaction((tx) =>
    tx
      .insert(vm)
      .values({ ...row, pairRef: "lit", desiredPower: "on", observed })
      .onConflictDoUpdate({ target: vm.id, set: { observed } }),
  );
}

async function pass(fromMs: number, toMs: number, isHeard = true): Promise<void> {
  for (let nowMs = fromMs; nowMs < toMs; nowMs += STEP_MS) {
    fleet.heardAtMs = isHeard ? nowMs : fromMs - HOUR_MS;
    await keeper.keep(db, fleet, nowMs + 400);
  }
}

const load = (n: number, range: Range, nowMs: number, orchestrators: readonly Orchestrator[] = []) =>
  db.read((tx) => viewLoad(tx, nowMs, { machineId: idOf(n), range, endMs: nowMs }, orchestrators));
const cpuOf = async (n: number, range: Range, nowMs: number) => (await load(n, range, nowMs)).series.cpu;
const places = async () => {
  const rows = await db.read((tx) => tx.select().from(loadSlot));
  return new Map(rows.map(({ vmId, slot }) => [vmId, slot]));
};

it("sums each step up of the finer ones, once it is over", async () => {
  await add(1, 0.25);
  await pass(BEGIN_MS, BEGIN_MS + 30 * MINUTE_MS);
  await add(1, 0.75);
  await pass(BEGIN_MS + 30 * MINUTE_MS, BEGIN_MS + 65 * MINUTE_MS + STEP_MS);
  const nowMs = BEGIN_MS + 65 * MINUTE_MS;
  expect((await cpuOf(1, "24h", nowMs)).slice(-4)).toEqual([0.25, 0.25, 0.75, 0.75].map((x) => expect.closeTo(x, 3)));
  expect((await cpuOf(1, "1h", nowMs)).filter((value) => value !== null)).toHaveLength(60);
});

it("sums up what ended while nobody watched, by whoever comes next", async () => {
  await add(1);
  await pass(BEGIN_MS, BEGIN_MS + 8 * MINUTE_MS);
  keeper = new LoadKeeper("test", STALE_AFTER_MS);
  await pass(BEGIN_MS + 40 * MINUTE_MS, BEGIN_MS + 41 * MINUTE_MS);
  const quarters = (await cpuOf(1, "24h", BEGIN_MS + 45 * MINUTE_MS)).slice(-3);
  expect(quarters).toEqual([expect.closeTo(0.5, 3), null, null]);
});

it("throws away what no chart reaches", async () => {
  await add(1);
  await pass(BEGIN_MS, BEGIN_MS + 50 * MINUTE_MS);
  const frames = await db.read((tx) =>
    tx.select({ stepMs: loadFrame.stepMs, n: count() }).from(loadFrame).groupBy(loadFrame.stepMs),
  );
  expect(frames.find(({ stepMs }) => stepMs === STEP_MS)?.n).toBe(RANGES["15m"].points + 2);
  expect(await cpuOf(1, "15m", BEGIN_MS + 50 * MINUTE_MS)).not.toContain(null);
});

it("leaves a gap where the pair was not heard", async () => {
  await add(1);
  await pass(BEGIN_MS, BEGIN_MS + MINUTE_MS);
  await pass(BEGIN_MS + MINUTE_MS, BEGIN_MS + 2 * MINUTE_MS, false);
  await pass(BEGIN_MS + 2 * MINUTE_MS, BEGIN_MS + 3 * MINUTE_MS);
  const last = (await cpuOf(1, "15m", BEGIN_MS + 3 * MINUTE_MS)).slice(-12).map((value) => value !== null);
  expect(last).toEqual([...Array(4).fill(true), ...Array(4).fill(false), ...Array(4).fill(true)]);
});

it("gives the place of a machine that is gone to the next one, without its readings", async () => {
  await add(1, 0.25);
  await add(2, 0.75);
  await pass(BEGIN_MS, BEGIN_MS + MINUTE_MS);
  expect([...(await places())]).toEqual([
    [idOf(1), 0],
    [idOf(2), 1],
  ]);
  fleet.setGone("vm", "v1", { id: idOf(1), firstSeenAtMs: 0 });
  await add(3, 1);
  await pass(BEGIN_MS + MINUTE_MS, BEGIN_MS + 2 * MINUTE_MS);
  expect((await places()).get(idOf(3))).toBe(0);
  const nowMs = BEGIN_MS + 2 * MINUTE_MS;
  expect((await cpuOf(3, "15m", nowMs)).filter((value) => value !== null)).toEqual(Array(4).fill(expect.closeTo(1, 3)));
  expect((await cpuOf(2, "15m", nowMs)).slice(-8)).toEqual(Array(8).fill(expect.closeTo(0.75, 3)));
});

it("keeps the machines of two adapters apart", async () => {
  await add(1, 0.25);
  await pass(BEGIN_MS, BEGIN_MS + MINUTE_MS);
  const other = new Fleet();
  const { pair } = facts();
  if (pair) other.set({ id: idOf(9), firstSeenAtMs: 0, observed: { ...pair, observedAtMs: BEGIN_MS } });
  other.set({ id: idOf(8), firstSeenAtMs: 0, observed: available({ ref: "w1", name: "w1" }) });
  await new LoadKeeper("other", STALE_AFTER_MS).keep(db, other, BEGIN_MS);
  const slots = await db.read((tx) => tx.select().from(loadSlot).where(eq(loadSlot.adapter, "other")));
  expect(slots).toMatchObject([{ vmId: idOf(8), slot: 0 }]);
  expect((await cpuOf(1, "15m", BEGIN_MS + MINUTE_MS)).at(-4)).toBeCloseTo(0.25, 3);
});

it("goes on after a failure, whether what it wrote was written or not", async () => {
  await add(1, 0.25);
  const fragile = breakable(db);
  for (const point of ["after commit", 2] as const) {
    fragile.breakAt(point);
    fleet.heardAtMs = BEGIN_MS;
    await expect(keeper.keep(fragile, fleet, BEGIN_MS)).rejects.toThrow("broken");
  }
  await pass(BEGIN_MS, BEGIN_MS + MINUTE_MS);
  expect((await cpuOf(1, "15m", BEGIN_MS + MINUTE_MS)).slice(-4)).not.toContain(null);
});

it("asks the backend for what was before it watched, and says so; a gap since then stays one", async () => {
  await add(1, 0.25);
  await pass(BEGIN_MS, BEGIN_MS + MINUTE_MS);
  const modelled = Object.fromEntries(MEASURES.map((measure) => [measure, 0.125])) as unknown as Reading;
  const backend = {
    name: "test",
    pastLoad: async (_: string, { points }: { points: number }) => Array<Reading>(points).fill(modelled),
  } as unknown as Orchestrator;
  const nowMs = BEGIN_MS + 2 * MINUTE_MS;
  const view = await load(1, "15m", nowMs, [backend]);
  expect(view.series.cpu).toEqual([
    ...Array(52).fill(0.125),
    ...Array(4).fill(expect.closeTo(0.25, 3)),
    ...Array(4).fill(null),
  ]);
  expect(view.modelledUntilMs).toBe(BEGIN_MS + 400);
  expect((await load(1, "15m", nowMs)).modelledUntilMs).toBeNull();
});
