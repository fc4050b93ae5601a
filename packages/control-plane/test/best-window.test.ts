import { host } from "@v-available/db/schema/host";
import { link } from "@v-available/db/schema/link";
import { loadFrame, loadSlot } from "@v-available/db/schema/load-frame";
import { HIGH_AVAILABILITY } from "@v-available/domain/level";
import { beginOf, RANGES } from "@v-available/domain/load-history";
import { WEEKDAYS } from "@v-available/domain/maintenance-window";
import type { PolicyWindow } from "@v-available/domain/policy";
import { expect, it } from "vitest";
import { blockOf, byteOf, emptyBlock, writeReading } from "../src/load/frame";
import { RolloutWorld } from "./rollout-world";
import { worldOfEachTest } from "./world-of-each-test";

const each = worldOfEachTest(3_000);
const policies = new RolloutWorld(() => each.world);
const { stepMs, points } = RANGES["7d"];
const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
const NOTHING = { cpu: null, memory: null, disk: null, sent: null, standbyLag: null, copyLag: null };
const endMs = () => beginOf(each.world.clock.nowMs(), stepMs);

/** What each machine did in each step of the week before, as if it had been watched all along. */
async function seed(cpuOf: (name: string, step: number) => number, bytesPerSecond: number): Promise<void> {
  const machines = await each.world.desk.queries.machineList();
  const slots = await each.database.read((db) => db.select().from(loadSlot));
  const places = machines.map(({ id, name }) => ({ name, slot: slots.find(({ vmId }) => vmId === id)?.slot ?? -1 }));
  expect(new Set(places.map(({ slot }) => blockOf(slot)))).toEqual(new Set([0]));
  const rows = Array.from({ length: points }, (_, step) => {
    const readings = emptyBlock();
    for (const { name, slot } of places)
      writeReading(readings, byteOf(slot), { ...NOTHING, cpu: cpuOf(name, step), disk: bytesPerSecond });
    return { adapter: slots[0]?.adapter ?? "", stepMs, block: 0, atMs: endMs() - (points - step) * stepMs, readings };
  });
  await each.database.transaction(async (db) => {
    await db.update(loadSlot).set({ sinceMs: 0 });
    await db.insert(loadFrame).values(rows);
  });
}
const preview = async () => {
  const hosts = await each.database.read((db) => db.select().from(host));
  const hostId = hosts.find(({ observed }) => observed.side === "a")?.id ?? "";
  return each.world.desk.queries.previewPlan({ hostIds: [hostId], workMinutes: 30, atOnce: 1 });
};

it("offers the time at which the machines of the pair together did least, by what was kept of them", async () => {
  // Each has quiet steps of its own; only in step 30 both are quiet.
  const quiet: Readonly<Record<string, readonly number[]>> = { "ft-app": [10, 30], "ha-app": [30, 50], plain: [] };
  await seed((name, step) => (quiet[name]?.includes(step) ? 0.05 : 0.5), 3e6);
  const { offers, noOfferBecause } = await preview();
  expect(noOfferBecause).toBeNull();
  const hosts = await each.database.read((db) => db.select().from(host));
  const links = await each.database.read((db) => db.select().from(link));
  const cores = hosts.find(({ observed }) => observed.side === "b")?.observed.cores ?? 0;
  const carrying = links.filter(({ observed: { linkKind } }) => linkKind.startsWith("availability-"));
  const copied = carrying.reduce((sum, { observed }) => sum + observed.bandwidthBytesPerSecond, 0) / 2;
  expect(offers[0]?.fromMs).toBe(endMs() + 30 * stepMs);
  expect(offers[0]?.peakRatio).toBeCloseTo((2 * (0.05 + 0.05 + 0.5)) / cores, 3);
  // Three machines write 3 MB a second each for half an hour.
  expect(offers[0]?.exposedMs).toBeCloseTo(30 * MINUTE_MS + ((9e6 * 1_800) / copied) * 1_000, -3);
  expect(offers.slice(1).map(({ fromMs }) => fromMs)).toEqual([endMs() + 10 * stepMs, endMs() + 50 * stepMs]);
});

it("says so where too little of the week was measured", async () => {
  const { offers, noOfferBecause } = await preview();
  expect(offers).toEqual([]);
  expect(noOfferBecause).toMatch(/^The load was measured for 0 % of the week before; 60 % are needed/);
});

it("offers no time at which the policy of a machine lets it not be touched", async () => {
  await seed((_, step) => (step === 30 ? 0.05 : 0.5), 1e6);
  // Not on a step, and not where the load is least.
  const opensAtMs = endMs() + 20 * stepMs + 45 * MINUTE_MS;
  const startMinuteOfDay = (opensAtMs % DAY_MS) / MINUTE_MS;
  const window: PolicyWindow = {
    ...{ name: "night", timeZone: "UTC" },
    recurrence: {
      ...{ kind: "weekly", weekdays: [...WEEKDAYS], weekOfMonth: null },
      ...{ startMinuteOfDay, durationMinutes: 90 },
    },
  };
  const targets = { targetRtoMs: null, targetRpoMs: null };
  const policyId = await policies.policy(HIGH_AVAILABILITY, ["ha-app"], { ...targets, windows: [window] });
  const { offers } = await preview();
  expect(offers).toHaveLength(3);
  for (const { fromMs } of offers)
    expect(Number.isInteger((fromMs - opensAtMs) / DAY_MS), new Date(fromMs).toISOString()).toBe(true);
  // One that opens only after that week.
  const fromMs = endMs() + 9 * DAY_MS;
  const later = { ...window, recurrence: { kind: "once", fromMs, untilMs: fromMs + DAY_MS } } as const;
  await policies.edit(policyId, { windows: [later] });
  await policies.publish(policyId, null);
  expect(await preview()).toMatchObject({
    offers: [],
    noOfferBecause: "At no time of the coming week may all the machines of these hosts be touched by their policies.",
  });
});
