import type { Queryable } from "@v-available/db/database";
import { exposure } from "@v-available/db/schema/exposure";
import { incident } from "@v-available/db/schema/incident";
import { vm } from "@v-available/db/schema/vm";
import { copiedRatio, isResyncing } from "@v-available/domain/pair-facts";
import { INCIDENT_PHASES, otherSide } from "@v-available/domain/state";
import { and, asc, desc, gt, inArray, isNull, lte, sql } from "drizzle-orm";
import { asksForPerson, placeOf } from "../alarm/row";
import type { Picture } from "../query/picture";
import type { IncidentMachine, IncidentView } from "../view/incident";

export type IncidentRecord = typeof incident.$inferSelect;

export async function incidentView(db: Queryable, row: IncidentRecord, picture: Picture): Promise<IncidentView> {
  const gone = row.vmIds.filter((id) => picture.vm(id) === undefined);
  const names =
    gone.length > 0 ? await db.select({ id: vm.id, name: vm.name }).from(vm).where(inArray(vm.id, gone)) : [];
  const view = viewOf(row, picture, new Map(names.map(({ id, name }) => [id, name])));
  return row.restoredAtMs === null ? view : withLosses(db, view, row.restoredAtMs);
}

/** Nobody observes any more which copy was lost that is back, and when: the exposure that it was tells it. */
async function withLosses(db: Queryable, view: IncidentView, restoredAtMs: number): Promise<IncidentView> {
  if (view.machines.length === 0) return view;
  const lost = await db
    .select({ vmId: exposure.vmId, fromMs: exposure.fromMs, missingSide: exposure.missingSide })
    .from(exposure)
    .where(
      and(
        inArray(
          exposure.vmId,
          view.machines.map(({ id }) => id),
        ),
        lte(exposure.fromMs, restoredAtMs),
        gt(exposure.toMs, view.openedAtMs),
      ),
    )
    .orderBy(asc(exposure.fromMs));
  const firstLoss = new Map(lost.toReversed().map((loss) => [loss.vmId, loss]));
  return {
    ...view,
    machines: view.machines.map((one) => {
      const loss = firstLoss.get(one.id);
      if (loss === undefined) return { ...one, oneCopySinceMs: null };
      const activeSide = loss.missingSide === null ? one.activeSide : otherSide(loss.missingSide);
      return { ...one, activeSide, oneCopySinceMs: loss.fromMs };
    }),
  };
}

function viewOf(row: IncidentRecord, picture: Picture, formerNames: ReadonlyMap<string, string>): IncidentView {
  const machines = row.vmIds.flatMap((id): IncidentMachine[] => machineOf(row, id, picture, formerNames));
  const detectedAtMs = row.phases.find(({ phase }) => phase === "detected")?.atMs ?? row.openedAtMs;
  const running = row.restoredAtMs === null;
  const etas = machines.flatMap(({ etaAtMs }) => etaAtMs ?? []);
  const alarms = picture.openAlarms.filter(({ incidentId }) => incidentId === row.id);
  const siteAlarm = alarms.find(({ subjectKind }) => subjectKind === "site");
  return {
    id: row.id,
    revision: row.revision,
    number: row.number,
    title: row.title,
    kind: row.kind,
    severity: row.severity,
    ...placeOf(row.pairId, picture),
    ...(siteAlarm?.subjectId ? { site: { id: siteAlarm.subjectId, name: siteAlarm.subjectName } } : {}),
    openedAtMs: row.openedAtMs,
    restoredAtMs: row.restoredAtMs,
    phases: INCIDENT_PHASES.map((phase) => {
      const said = row.phases.find((entry) => entry.phase === phase);
      // Machines come back one by one: redundancy is restored with the last of them, not the first.
      const atMs = phase === "restored" ? row.restoredAtMs : (said?.atMs ?? null);
      return {
        phase,
        atMs,
        afterMs: atMs === null ? null : Math.max(0, atMs - detectedAtMs),
        sentences: said?.sentences ?? [],
        rule: said?.rule ?? null,
      };
    }),
    etaAtMs: running && etas.length > 0 ? Math.max(...etas) : null,
    resync: running ? resyncOf(row, picture) : null,
    machines,
    alarmIds: alarms.map(({ id }) => id),
    openTasksForPeople: alarms.filter((alarm) => asksForPerson(alarm, picture.nowMs)).length,
    firstSequence: row.firstSequence,
    lastSequence: row.lastSequence,
  };
}

function machineOf(
  row: IncidentRecord,
  id: string,
  picture: Picture,
  formerNames: ReadonlyMap<string, string>,
): IncidentMachine[] {
  const found = picture.vm(id);
  const over = row.restoredAtMs;
  const restoredAtMs = row.restoredVms[id] ?? over;
  if (!found) {
    const name = formerNames.get(id);
    if (name === undefined) return [];
    const nothing = { oneCopySinceMs: null, resyncSinceMs: null, etaAtMs: null };
    const legs = { a: "DUnknown", b: "DUnknown" } as const;
    return [{ id, name, state: "Unknown", activeSide: "a", legs, ...nothing, progressRatio: 1, restoredAtMs }];
  }
  const { row: machine, protection, exposedSinceMs } = found.vm;
  const { mirror, activeSide } = machine.observed;
  return [
    {
      id,
      name: machine.name,
      state: protection.state,
      activeSide,
      legs: mirror.legs,
      oneCopySinceMs: over === null ? exposedSinceMs : null,
      resyncSinceMs: over === null ? mirror.resyncSinceMs : null,
      progressRatio: restoredAtMs === null ? copiedRatio(machine.observed) : 1,
      etaAtMs: over === null ? protection.etaAtMs : null,
      restoredAtMs,
    },
  ];
}

function resyncOf(row: IncidentRecord, picture: Picture): IncidentView["resync"] {
  const mirrors = row.vmIds.flatMap((id) => {
    const observed = picture.vm(id)?.vm.row.observed;
    return observed && isResyncing(observed) ? [observed.mirror] : [];
  });
  if (mirrors.length === 0) return null;
  const totalBytes = mirrors.reduce((sum, mirror) => sum + mirror.totalBytes, 0);
  return {
    copiedBytes: totalBytes - mirrors.reduce((sum, mirror) => sum + mirror.outOfSyncBytes, 0),
    totalBytes,
    bytesPerSecond: mirrors.reduce((sum, mirror) => sum + mirror.resyncBytesPerSecond, 0),
  };
}

export const runningIncidents = (db: Queryable) =>
  db.select().from(incident).where(isNull(incident.restoredAtMs)).orderBy(desc(incident.openedAtMs));

/** The newest running incident that a machine is part of. */
export async function incidentOfMachine(db: Queryable, vmId: string, picture: Picture): Promise<IncidentView | null> {
  const [row] = await db
    .select()
    .from(incident)
    .where(and(isNull(incident.restoredAtMs), sql`${incident.vmIds} @> ${JSON.stringify([vmId])}::jsonb`))
    .orderBy(desc(incident.openedAtMs))
    .limit(1);
  return row ? incidentView(db, row, picture) : null;
}
