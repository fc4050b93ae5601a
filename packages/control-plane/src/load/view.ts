import type { Queryable } from "@v-available/db/database";
import { fault } from "@v-available/db/schema/fault";
import { hostPair } from "@v-available/db/schema/host-pair";
import { loadFrame, loadSlot } from "@v-available/db/schema/load-frame";
import { vm } from "@v-available/db/schema/vm";
import { FAULT_WORD } from "@v-available/domain/label";
import { beginOf, MEASURES, type Measure, RANGES, type Reading } from "@v-available/domain/load-history";
import type { Orchestrator, Stretch } from "@v-available/orchestrator/orchestrator";
import { and, desc, eq, gte, isNull, lt, ne, or, sql } from "drizzle-orm";
import { notFound } from "../query/not-found";
import type { FaultMark, MachineLoadView } from "../view/load";
import { blockOf, byteOf, readReading, SLOT_BYTES } from "./frame";
import type { MachineLoadInput } from "./input";

const MARKS_SHOWN = 100;
/** More digits are not measured. */
const DIGITS = 4;

type Machine = Pick<typeof vm.$inferSelect, "id" | "adapter" | "ref" | "pairRef" | "firstSeenAtMs">;
/** What was kept of a machine's load, with the faults of that time; where nobody watched, what its backend knows. */
export async function viewLoad(
  db: Queryable,
  nowMs: number,
  { machineId, range, endMs: askedEndMs }: MachineLoadInput,
  orchestrators: readonly Orchestrator[],
): Promise<MachineLoadView> {
  const [machine] = await db
    .select({ id: vm.id, adapter: vm.adapter, ref: vm.ref, pairRef: vm.pairRef, firstSeenAtMs: vm.firstSeenAtMs })
    .from(vm)
    .where(and(eq(vm.id, machineId), isNull(vm.removedAtMs)));
  if (!machine) throw notFound("machine", "machineId", machineId);
  const { stepMs, points } = RANGES[range];
  const endMs = beginOf(Math.min(askedEndMs, nowMs), stepMs);
  const stretch = { fromMs: endMs - points * stepMs, stepMs, points };
  const { readings, kept, watchedFromMs } = await allReadings(db, nowMs, machine, stretch, orchestrators);
  const isModelled = readings.some((reading, at) => reading !== null && !kept.has(stretch.fromMs + at * stepMs));
  return {
    range,
    stepMs,
    fromMs: stretch.fromMs,
    endMs,
    series: Object.fromEntries(
      MEASURES.map((measure) => [measure, readings.map((reading) => rounded(reading?.[measure] ?? null))]),
    ) as Record<Measure, (number | null)[]>,
    modelledUntilMs: isModelled ? watchedFromMs : null,
    faults: await faultsOf(db, machine, stretch),
  };
}

/** A machine's load in equal steps, as it was kept or as its backend knows it; null where neither has it. */
export const readingsOf = async (...asked: Parameters<typeof allReadings>): Promise<readonly (Reading | null)[]> =>
  (await allReadings(...asked)).readings;

async function allReadings(
  db: Queryable,
  nowMs: number,
  machine: Machine,
  stretch: Stretch,
  orchestrators: readonly Orchestrator[],
) {
  const [slot] = await db.select().from(loadSlot).where(eq(loadSlot.vmId, machine.id));
  const kept = slot ? await keptReadings(db, machine, slot, stretch) : new Map<number, Reading>();
  const watchedFromMs = slot?.sinceMs ?? nowMs;
  const past = await pastReadings(machine, stretch, watchedFromMs, orchestrators);
  const readings = Array.from({ length: stretch.points }, (_, at): Reading | null => {
    const atMs = stretch.fromMs + at * stretch.stepMs;
    return kept.get(atMs) ?? past?.[at] ?? null;
  });
  return { readings, kept, watchedFromMs };
}

const rounded = (value: number | null): number | null => (value === null ? null : Number(value.toPrecision(DIGITS)));

async function keptReadings(
  db: Queryable,
  { adapter }: Machine,
  { slot, sinceMs }: typeof loadSlot.$inferSelect,
  { fromMs, stepMs, points }: Stretch,
): Promise<ReadonlyMap<number, Reading>> {
  const rows = await db
    .select({
      atMs: loadFrame.atMs,
      bytes: sql<Uint8Array>`substring(${loadFrame.readings} from ${byteOf(slot) + 1} for ${SLOT_BYTES})`,
    })
    .from(loadFrame)
    .where(
      and(
        eq(loadFrame.adapter, adapter),
        eq(loadFrame.stepMs, stepMs),
        eq(loadFrame.block, blockOf(slot)),
        // The step in which the place was given may hold readings of the machine before as well.
        gte(loadFrame.atMs, Math.max(fromMs, beginOf(sinceMs, stepMs))),
        lt(loadFrame.atMs, fromMs + points * stepMs),
      ),
    );
  return new Map(rows.map(({ atMs, bytes }) => [atMs, readReading(bytes)]));
}

/** Steps that ended before the console watched, and in which the machine was there. */
async function pastReadings(
  { adapter, ref, firstSeenAtMs }: Machine,
  stretch: Stretch,
  watchedFromMs: number,
  orchestrators: readonly Orchestrator[],
): Promise<readonly (Reading | null)[] | null> {
  const { fromMs, stepMs } = stretch;
  const orchestrator = orchestrators.find(({ name }) => name === adapter);
  if (!orchestrator?.pastLoad || fromMs >= watchedFromMs) return null;
  const readings = await orchestrator.pastLoad(ref, stretch);
  return readings.map((reading, at) => {
    const atMs = fromMs + at * stepMs;
    return atMs >= firstSeenAtMs && atMs + stepMs <= watchedFromMs ? reading : null;
  });
}

async function faultsOf(
  db: Queryable,
  { id, adapter, pairRef }: Machine,
  { fromMs, stepMs, points }: Stretch,
): Promise<FaultMark[]> {
  const rows = await db
    .select({
      id: fault.id,
      kind: fault.kind,
      severity: fault.severity,
      subjectName: fault.subjectName,
      openedAtMs: fault.openedAtMs,
      closedAtMs: fault.closedAtMs,
    })
    .from(fault)
    .innerJoin(hostPair, eq(hostPair.id, fault.pairId))
    .where(
      and(
        eq(hostPair.adapter, adapter),
        eq(hostPair.ref, pairRef),
        or(ne(fault.subjectKind, "vm"), eq(fault.subjectId, id)),
        lt(fault.openedAtMs, fromMs + points * stepMs),
        or(isNull(fault.closedAtMs), gte(fault.closedAtMs, fromMs)),
      ),
    )
    .orderBy(desc(fault.openedAtMs))
    .limit(MARKS_SHOWN);
  return rows.map((row) => ({ ...row, label: FAULT_WORD[row.kind] }));
}
