import type { HostRecord } from "@v-available/domain/observed";
import type { ProtocolRecord } from "@v-available/pair-protocol/effect";
import { foldText } from "./digest";
import { type Sim, wallMs } from "./sim";
import type { SimHost } from "./world/host";

/** More than this many are not kept: a watcher that was away for longer sees the gap in the sequences. */
const KEPT_RECORDS = 2_000;

/** A host writes down what happened at the moment it did; `sequence` has no gap for each host. */
export function write(sim: Sim, host: SimHost, record: ProtocolRecord): void {
  const { journal } = sim.world;
  host.lastRecord += 1;
  const written: HostRecord = {
    ...record,
    source: host.ref,
    sequence: host.lastRecord,
    atMs: wallMs(sim.world, sim.world.nowMs),
    pairRef: host.pairRef,
  };
  journal.records.push(written);
  sim.world.digest = foldText(sim.world.digest, written.sentence);
  sim.newRecords.push(written);
  const surplus = journal.records.length - KEPT_RECORDS;
  if (surplus < KEPT_RECORDS / 4) return;
  journal.records.splice(0, surplus);
  journal.dropped += surplus;
}

/** How many records there ever were: the position a watcher is at once it has all of them. */
export const journalEnd = (sim: Sim): number => sim.world.journal.dropped + sim.world.journal.records.length;

/** Cursors name the world and a position in its journal. Those of another world begin at the beginning. */
export const cursorAt = (sim: Sim, position: number): string => `${sim.world.lineage}:${position}`;

export function recordsAfter(sim: Sim, cursor: string | undefined): HostRecord[] {
  const { journal, lineage } = sim.world;
  const [of, position] = cursor?.split(":") ?? [];
  const from = of === lineage ? Number(position) : 0;
  return journal.records.slice(Math.max(0, from - journal.dropped));
}
