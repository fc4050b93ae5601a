import type { Queryable } from "@v-available/db/database";
import { adapterWatch, recordSource } from "@v-available/db/schema/adapter-watch";
import { alarm } from "@v-available/db/schema/alarm";
import { exposure } from "@v-available/db/schema/exposure";
import { fault } from "@v-available/db/schema/fault";
import { incident, incidentRoot } from "@v-available/db/schema/incident";
import { vm } from "@v-available/db/schema/vm";
import type { Observed } from "@v-available/domain/observed";
import { and, eq, isNull } from "drizzle-orm";
import { Fleet } from "./fleet";
import { OBSERVED_KINDS, TABLE_OF } from "./write-thing";

export type FaultRecord = typeof fault.$inferSelect;
export type AlarmRecord = typeof alarm.$inferSelect;
export type IncidentRecord = typeof incident.$inferSelect;
export type ExposureRecord = typeof exposure.$inferSelect;

/**
 * All that the watch of one adapter remembers between transactions. It is the committed state: after a failed
 * transaction it is thrown away and read again.
 */
export interface Memory {
  readonly fleet: Fleet;
  cursor: string | null;
  /** By "source". */
  readonly sequences: Map<string, number>;
  /** Open ones, by `subjectKey`. */
  readonly faults: Map<string, FaultRecord>;
  /** Standing ones, by `subjectKey`. */
  readonly alarms: Map<string, AlarmRecord>;
  /** By root, of which one may have several; those that run, and those that were asked for since. */
  readonly incidents: Map<string, IncidentRecord>;
  /** Running ones, by machine id. */
  readonly exposures: Map<string, ExposureRecord>;
  /** Since when neither host of a pair is seen, by the pair's ref. Not written down: after a restart it is counted anew. */
  readonly silentSince: Map<string, number>;
}

export const subjectKey = (kind: string, subject: { readonly kind: string; readonly ref: string }) =>
  `${kind} ${subject.kind} ${subject.ref}`;

export async function loadMemory(db: Queryable, adapter: string): Promise<Memory> {
  const fleet = new Fleet();
  for (const kind of OBSERVED_KINDS) {
    const table = TABLE_OF[kind];
    const rows = await db
      .select({
        id: table.id,
        ref: table.ref,
        firstSeenAtMs: table.firstSeenAtMs,
        removedAtMs: table.removedAtMs,
        observed: table.observed,
      })
      .from(table)
      .where(eq(table.adapter, adapter));
    for (const { id, ref, firstSeenAtMs, removedAtMs, observed } of rows) {
      if (removedAtMs === null) fleet.set({ id, firstSeenAtMs, observed: observed as Observed });
      else fleet.setGone(kind, ref, { id, firstSeenAtMs });
    }
  }
  const [watch] = await db.select().from(adapterWatch).where(eq(adapterWatch.adapter, adapter));
  fleet.heardAtMs = watch?.heardAtMs ?? null;
  const sources = await db.select().from(recordSource).where(eq(recordSource.adapter, adapter));
  const faults = await db
    .select()
    .from(fault)
    .where(and(eq(fault.adapter, adapter), isNull(fault.closedAtMs)));
  const alarms = await db
    .select()
    .from(alarm)
    .where(and(eq(alarm.adapter, adapter), isNull(alarm.clearedAtMs)));
  const incidents = await db
    .select({ rootRef: incidentRoot.rootRef, incident })
    .from(incidentRoot)
    .innerJoin(incident, eq(incident.id, incidentRoot.incidentId))
    .where(and(eq(incidentRoot.adapter, adapter), isNull(incident.restoredAtMs)));
  const byId = new Map(incidents.map(({ incident: row }) => [row.id, row]));
  const exposures = await db
    .select({ exposure })
    .from(exposure)
    .innerJoin(vm, eq(vm.id, exposure.vmId))
    .where(and(eq(vm.adapter, adapter), isNull(exposure.toMs)));
  const ofSubject = (row: FaultRecord | AlarmRecord) =>
    subjectKey(row.kind, { kind: row.subjectKind, ref: row.subjectRef });
  return {
    fleet,
    cursor: watch?.cursor ?? null,
    sequences: new Map(sources.map((row) => [row.source, row.sequence])),
    faults: new Map(faults.map((row) => [ofSubject(row), row])),
    alarms: new Map(alarms.map((row) => [ofSubject(row), row])),
    incidents: new Map(incidents.map(({ rootRef, incident: row }) => [rootRef, byId.get(row.id) ?? row])),
    exposures: new Map(exposures.map(({ exposure: row }) => [row.vmId, row])),
    silentSince: new Map(),
  };
}
