import type { Database, Queryable } from "@v-available/db/database";
import { loadFrame, loadSlot } from "@v-available/db/schema/load-frame";
import { beginOf, RANGES, readingOf, summed } from "@v-available/domain/load-history";
import { heardAtMsOf } from "@v-available/domain/pair-facts";
import { and, eq, gte, inArray, lt } from "drizzle-orm";
import { inChunks } from "../ledger";
import type { Fleet } from "../watch/fleet";
import { blockOf, byteOf, emptyBlock, readReading, SLOT_BYTES, SLOTS_IN_BLOCK, writeReading } from "./frame";

const FINEST = RANGES["15m"];
const COARSER = [RANGES["1h"], RANGES["24h"], RANGES["7d"], RANGES["90d"]] as const;
const ROWS_IN_STATEMENT = 100;

type Slots = ReadonlyMap<string, number>;
type Blocks = ReadonlyMap<number, Uint8Array>;

/**
 * Keeps the load of one adapter's machines: one reading in each stretch of the finest step, and in place of those the
 * averages of longer ones. What no chart reaches is thrown away, so that the space is bounded by the machines there are.
 * What is summed is read from what is written, so that whoever takes over goes on where the one before ended.
 */
export class LoadKeeper {
  readonly #adapter: string;
  readonly #staleAfterMs: number;
  /** Places by machine; null until they were read. */
  #slots: Slots | null = null;
  #keptMs: number | null = null;

  constructor(adapter: string, staleAfterMs: number) {
    this.#adapter = adapter;
    this.#staleAfterMs = staleAfterMs;
  }

  /** To be called at every word of the adapter: it writes once in each stretch. */
  async keep(database: Database, fleet: Fleet, nowMs: number): Promise<void> {
    const atMs = beginOf(nowMs, FINEST.stepMs);
    if (atMs === this.#keptMs) return;
    const known = this.#slots;
    // Whether a transaction that failed was written is not known: the places are read again then.
    this.#slots = null;
    this.#slots = await database.transaction(async (db) => {
      const slots = await this.#placed(db, fleet, nowMs, known);
      await this.#write(db, FINEST, atMs, this.#blocksNow(fleet, slots, nowMs));
      let finer: Step = FINEST;
      for (const step of COARSER) {
        await this.#sumUp(db, step, finer, atMs);
        finer = step;
      }
      return slots;
    });
    this.#keptMs = atMs;
  }

  /** Gives each machine a place, and takes it from those that are gone. */
  async #placed(db: Queryable, fleet: Fleet, nowMs: number, known: Slots | null): Promise<Slots> {
    const slots = new Map(known ?? (await this.#readSlots(db)));
    const gone = [...slots.keys()].filter((vmId) => fleet.machine(vmId) === undefined);
    const come = fleet.all("vm").filter(({ id }) => !slots.has(id));
    if (gone.length === 0 && come.length === 0) return slots;
    for (const vmId of gone) slots.delete(vmId);
    await inChunks(gone, 1_000, (vmIds) => db.delete(loadSlot).where(inArray(loadSlot.vmId, vmIds)));
    const taken = new Set(slots.values());
    let slot = -1;
    const placed = come.map(({ id }) => {
      do slot += 1;
      while (taken.has(slot));
      slots.set(id, slot);
      return { vmId: id, adapter: this.#adapter, slot, sinceMs: nowMs };
    });
    await inChunks(placed, 1_000, (rows) => db.insert(loadSlot).values(rows));
    return slots;
  }

  async #readSlots(db: Queryable): Promise<Slots> {
    const rows = await db.select().from(loadSlot).where(eq(loadSlot.adapter, this.#adapter));
    return new Map(rows.map(({ vmId, slot }) => [vmId, slot]));
  }

  /** A machine whose pair is not heard is not measured. */
  #blocksNow(fleet: Fleet, slots: Slots, nowMs: number): Blocks {
    const blocks = new Map<number, Uint8Array>();
    const heard = new Set<string>();
    for (const { observed: pair } of fleet.all("pair"))
      if (nowMs - heardAtMsOf(pair, pair.observedAtMs, fleet.heardAtMs) <= this.#staleAfterMs) heard.add(pair.ref);
    for (const { id, observed } of fleet.all("vm")) {
      const slot = slots.get(id);
      if (slot === undefined || !heard.has(observed.pairRef)) continue;
      const block = blocks.get(blockOf(slot)) ?? emptyBlock();
      blocks.set(blockOf(slot), block);
      writeReading(block, byteOf(slot), readingOf(observed));
    }
    return blocks;
  }

  /** The stretches of this step that are over: the last one, and at the beginning those that nobody was there to sum. */
  async #sumUp(db: Queryable, step: Step, finer: Step, nowMs: number): Promise<void> {
    const endMs = beginOf(nowMs, step.stepMs);
    if (this.#keptMs !== null && beginOf(this.#keptMs, step.stepMs) === endMs) return;
    const reachMs = this.#keptMs === null ? finer.points * finer.stepMs : step.stepMs;
    const there = await this.#beginnings(db, step, endMs - reachMs, endMs);
    for (let fromMs = beginOf(endMs - reachMs, step.stepMs); fromMs < endMs; fromMs += step.stepMs)
      if (!there.has(fromMs)) await this.#write(db, step, fromMs, await this.#sumOf(db, step, finer, fromMs));
  }

  async #beginnings(db: Queryable, { stepMs }: Step, fromMs: number, toMs: number): Promise<ReadonlySet<number>> {
    const rows = await db
      .selectDistinct({ atMs: loadFrame.atMs })
      .from(loadFrame)
      .where(this.#between(stepMs, fromMs, toMs));
    return new Set(rows.map(({ atMs }) => atMs));
  }

  async #sumOf(db: Queryable, step: Step, finer: Step, fromMs: number): Promise<Blocks> {
    const rows = await db
      .select({ block: loadFrame.block, readings: loadFrame.readings })
      .from(loadFrame)
      .where(this.#between(finer.stepMs, fromMs, fromMs + step.stepMs));
    const parts = new Map<number, Uint8Array[]>();
    for (const { block, readings } of rows) {
      const known = parts.get(block);
      if (known) known.push(readings);
      else parts.set(block, [readings]);
    }
    return new Map([...parts].map(([block, frames]) => [block, sumOfBlock(frames)]));
  }

  #between(stepMs: number, fromMs: number, toMs: number) {
    return and(
      eq(loadFrame.adapter, this.#adapter),
      eq(loadFrame.stepMs, stepMs),
      gte(loadFrame.atMs, fromMs),
      lt(loadFrame.atMs, toMs),
    );
  }

  async #write(db: Queryable, { stepMs, points }: Step, atMs: number, blocks: Blocks): Promise<void> {
    const rows = [...blocks].map(([block, readings]) => ({ adapter: this.#adapter, stepMs, block, atMs, readings }));
    // Whoever watched before may have written it already, and what stands is as true.
    await inChunks(rows, ROWS_IN_STATEMENT, (some) => db.insert(loadFrame).values(some).onConflictDoNothing());
    await db.delete(loadFrame).where(this.#between(stepMs, 0, atMs - (points + 1) * stepMs));
  }
}

type Step = Pick<(typeof RANGES)[keyof typeof RANGES], "stepMs" | "points">;

function sumOfBlock(frames: readonly Uint8Array[]): Uint8Array {
  const sum = emptyBlock();
  for (let at = 0; at < SLOTS_IN_BLOCK * SLOT_BYTES; at += SLOT_BYTES)
    writeReading(sum, at, summed(frames.map((frame) => readReading(frame, at))));
  return sum;
}
