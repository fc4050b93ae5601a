import { FAULT_WORD } from "@v-available/domain/label";
import type { AlarmRecord } from "../query/fleet-rows";
import type { Picture } from "../query/picture";
import type { AlarmRow, Subject } from "../view/alarm";
import type { Reference } from "../view/headline";

export const subjectOf = (row: Pick<AlarmRecord, "subjectKind" | "subjectId" | "subjectName">): Subject => ({
  kind: row.subjectKind,
  id: row.subjectId,
  name: row.subjectName,
});

export function placeOf(pairId: string | null, picture: Picture): { pair: Reference | null; site: Reference | null } {
  const found = pairId === null ? undefined : picture.pair(pairId);
  return {
    pair: found ? { id: found.row.id, name: found.row.name } : null,
    site: found?.site ? { id: found.site.id, name: found.site.name } : null,
  };
}

export function alarmRow(row: AlarmRecord, picture: Picture): AlarmRow {
  return {
    id: row.id,
    revision: row.revision,
    kind: row.kind,
    label: FAULT_WORD[row.kind],
    severity: row.severity,
    subject: subjectOf(row),
    ...placeOf(row.pairId, picture),
    ...(row.subjectKind === "site" && row.subjectId !== null
      ? { site: { id: row.subjectId, name: row.subjectName } }
      : {}),
    effect: row.effect,
    openedAtMs: row.openedAtMs,
    goneAtMs: row.goneAtMs,
    clearedAtMs: row.clearedAtMs,
    operatorState: row.operatorState,
    acknowledgedBy: row.acknowledgedBy,
    acknowledgedAtMs: row.acknowledgedAtMs,
    shelvedUntilMs: row.shelvedUntilMs,
    needsPerson: asksForPerson(row, picture.nowMs),
    wanted: row.wanted,
    incidentId: row.incidentId,
    machineCount: row.vmIds.length,
    forbiddenBecause: null,
  };
}

/** A shelf whose time has come holds nothing any more, written down or not. */
export const isShelved = (row: Pick<AlarmRecord, "operatorState" | "shelvedUntilMs">, nowMs: number): boolean =>
  row.operatorState === "shelved" && nowMs < (row.shelvedUntilMs ?? 0);

/** A shelf hides it until it ends; a closed or cleared alarm asks nobody. */
export function asksForPerson(row: AlarmRecord, nowMs: number): boolean {
  if (!row.needsPerson || row.clearedAtMs !== null || row.operatorState === "closed") return false;
  return !isShelved(row, nowMs);
}
