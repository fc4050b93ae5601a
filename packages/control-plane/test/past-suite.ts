import { existsSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Database } from "@v-available/db/database";
import { alarm } from "@v-available/db/schema/alarm";
import { event } from "@v-available/db/schema/event";
import { exposure } from "@v-available/db/schema/exposure";
import { fault } from "@v-available/db/schema/fault";
import { incident } from "@v-available/db/schema/incident";
import type { Engine } from "@v-available/db/testing";
import { FAULTS } from "@v-available/domain/fault";
import { fileStore } from "@v-available/orchestrator-simulator/file-store";
import { generateFleet } from "@v-available/orchestrator-simulator/generated-fleet/generate";
import { SETTINGS_OF_PACE } from "@v-available/orchestrator-simulator/pace";
import { beginWithPast, type PastWriter } from "@v-available/orchestrator-simulator/past/begin-with-past";
import type { Recorder } from "@v-available/orchestrator-simulator/past/play-past";
import { reviveSimulator } from "@v-available/orchestrator-simulator/simulator";
import { asc } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { incidentView } from "../src/incident/view";
import { isUnwritten, writePast } from "../src/past";
import { takePicture } from "../src/query/picture";
import type { IncidentView } from "../src/view/incident";
import { openInRecord, problemsOfRecord } from "./record-check";
import { sharedDatabase } from "./world";

const NOW_MS = 1_790_000_000_000;
const DAY_MS = 86_400_000;
const DAYS = 90;
const PAIRS = 4;

const log = { info() {}, warn() {}, error() {} };
const newWorld = () => ({
  seed: "past",
  fleet: generateFleet({ seed: "past", pairs: PAIRS, machinesPerPair: 3 }),
  wallMs: NOW_MS,
  settings: SETTINGS_OF_PACE.brisk,
});

const writerInto = (
  db: Database,
  disturbed: (recorder: Recorder) => Recorder = (recorder) => recorder,
): PastWriter => ({
  days: DAYS,
  isUnwritten: () => isUnwritten(db),
  write: (orchestrator, nowMs, play) => writePast({ db, log }, orchestrator, nowMs, (watch) => play(disturbed(watch))),
  onBegin() {},
});

function worldKeptIn(folder: string) {
  const store = fileStore(folder);
  const stored = store.load();
  store.close();
  if (!stored) throw new Error("no world is kept");
  return reviveSimulator(stored);
}

const written = (db: Database) =>
  db.read(async (tx) => ({
    events: await tx.select().from(event).orderBy(asc(event.sequence)),
    faults: await tx.select().from(fault),
    alarms: await tx.select().from(alarm),
    incidents: await tx.select().from(incident),
    exposures: await tx.select().from(exposure),
  }));

/** What must hold of a past on either engine. */
export function describePast(engine: Engine): void {
  let shared: Awaited<ReturnType<typeof sharedDatabase>>;
  let folder = "";
  beforeAll(async () => {
    shared = await sharedDatabase(engine);
  });
  afterAll(() => shared.dispose());
  beforeEach(() => {
    folder = path.join(mkdtempSync(path.join(os.tmpdir(), "v-available-past-")), "simulator");
  });
  afterEach(() => rmSync(path.dirname(folder), { recursive: true, force: true }));

  const keptWorld = () => worldKeptIn(folder);

  it("is a whole record of what hosts wrote at its times, and nothing of it is open when it ends", async () => {
    const db = await shared.fresh();
    await beginWithPast(folder, newWorld, writerInto(db));
    const simulator = keptWorld();
    expect(simulator.wallMs(), "the world goes on from now").toBe(NOW_MS);
    expect(await problemsOfRecord({ simulator }, db)).toEqual([]);
    expect(await openInRecord(db)).toEqual([]);

    const { events, faults, alarms, incidents, exposures } = await written(db);
    expect(faults.length).toBeGreaterThanOrEqual(10);
    expect(incidents.length).toBeGreaterThan(0);
    expect(exposures.length).toBeGreaterThan(0);
    expect(exposures.every(({ toMs }) => toMs !== null)).toBe(true);
    for (const { atMs } of events) {
      expect(atMs).toBeGreaterThanOrEqual(NOW_MS - DAYS * DAY_MS);
      expect(atMs).toBeLessThanOrEqual(NOW_MS);
    }
    const days = new Set(faults.map(({ openedAtMs }) => Math.floor(openedAtMs / DAY_MS)));
    expect(days.size, "spread over the days").toBeGreaterThan(6);
    const heldOff = alarms.filter(({ kind }) => FAULTS[kind].clearHoldOffMs > 0);
    expect(heldOff.length).toBeGreaterThan(0);
    for (const { kind, goneAtMs, clearedAtMs } of heldOff)
      expect((clearedAtMs ?? 0) - (goneAtMs ?? 0), kind).toBeLessThan(FAULTS[kind].clearHoldOffMs + 30_000);
    const acknowledged = alarms.filter(({ acknowledgedBy }) => acknowledgedBy !== null);
    expect(acknowledged.length).toBeGreaterThan(0);
    for (const { acknowledgedAtMs, openedAtMs, goneAtMs } of acknowledged) {
      expect(acknowledgedAtMs).toBeGreaterThan(openedAtMs);
      expect(acknowledgedAtMs).toBeLessThan(goneAtMs ?? 0);
    }
  });

  it("tells of an incident that is over when each copy was lost, by the exposure that it was", async () => {
    const db = await shared.fresh();
    await beginWithPast(folder, newWorld, writerInto(db));
    const { incidents, exposures } = await written(db);
    const views = await db.read(async (tx) => {
      const picture = await takePicture(tx, NOW_MS);
      const told: IncidentView[] = [];
      for (const row of incidents) told.push(await incidentView(tx, row, picture));
      return told;
    });
    const told = views.flatMap(({ machines }) => machines.filter(({ oneCopySinceMs }) => oneCopySinceMs !== null));
    expect(told.length).toBeGreaterThan(0);
    for (const { id, oneCopySinceMs } of told)
      expect(exposures.filter(({ vmId }) => vmId === id).map(({ fromMs }) => fromMs)).toContain(oneCopySinceMs);
  });

  it("is the same for the same seed and the same now", async () => {
    const told: unknown[] = [];
    for (const turn of ["one", "two"]) {
      const db = await shared.fresh();
      folder = path.join(path.dirname(folder), turn);
      await beginWithPast(folder, newWorld, writerInto(db));
      const { events, incidents, exposures } = await written(db);
      told.push({
        events: events.map(({ sequence, atMs, sentence, source, sourceSequence }) => [
          sequence,
          atMs,
          sentence,
          source,
          sourceSequence,
        ]),
        incidents: incidents.map(({ number, title, openedAtMs, restoredAtMs }) => [
          number,
          title,
          openedAtMs,
          restoredAtMs,
        ]),
        exposures: exposures.map(({ cause, fromMs, toMs }) => [cause, fromMs, toMs]),
        digest: keptWorld().sim.world.digest,
      });
    }
    expect(told[0]).toEqual(told[1]);
  });

  it("leaves nothing where it was cut short, and begins anew", async () => {
    const db = await shared.fresh();
    let looks = 0;
    const cutShort = (recorder: Recorder): Recorder => ({
      ...recorder,
      look() {
        looks += 1;
        if (looks > 300) throw new Error("cut short");
        return recorder.look();
      },
    });
    await expect(beginWithPast(folder, newWorld, writerInto(db, cutShort))).rejects.toThrow("cut short");
    expect(await isUnwritten(db)).toBe(true);
    expect((await written(db)).events).toEqual([]);
    expect(existsSync(folder)).toBe(false);
    await beginWithPast(folder, newWorld, writerInto(db));
    expect(await problemsOfRecord({ simulator: keptWorld() }, db)).toEqual([]);
  });

  it("is put in its place by the next start where it was cut short after the record was whole", async () => {
    const db = await shared.fresh();
    const writer = writerInto(db);
    const killed: PastWriter = {
      ...writer,
      async write(...past) {
        await writer.write(...past);
        throw new Error("killed");
      },
    };
    await expect(beginWithPast(folder, newWorld, killed)).rejects.toThrow("killed");
    expect(existsSync(folder)).toBe(false);
    await beginWithPast(folder, newWorld, writer);
    const simulator = keptWorld();
    expect(simulator.wallMs()).toBe(NOW_MS);
    expect(await problemsOfRecord({ simulator }, db)).toEqual([]);
  });

  it("is put before nothing that is written already", async () => {
    const db = await shared.fresh();
    await beginWithPast(folder, newWorld, writerInto(db));
    const before = await written(db);
    rmSync(folder, { recursive: true });
    await beginWithPast(folder, newWorld, writerInto(db));
    expect(existsSync(folder)).toBe(false);
    expect(await written(db)).toEqual(before);
    await expect(
      writePast(
        { db, log },
        keptNothing,
        () => NOW_MS,
        async () => {},
      ),
    ).rejects.toThrow("Another console writes into this database already");
  });
}

const keptNothing = {} as Parameters<typeof writePast>[1];
