import type { event } from "@v-available/db/schema/event";
import { placeOf } from "../alarm/row";
import type { Picture } from "../query/picture";
import type { EventRow } from "../view/event";

export function eventRow(row: typeof event.$inferSelect, picture: Picture): EventRow {
  const { subjectKind, subjectName, source, sourceSequence } = row;
  return {
    id: row.id,
    revision: row.revision,
    sequence: row.sequence,
    atMs: row.atMs,
    type: row.type,
    actor: row.actor,
    actorName: row.actorName,
    sentence: row.sentence,
    severity: row.severity,
    phase: row.phase,
    rule: row.rule,
    faultKind: row.faultKind,
    clears: row.clears,
    subject: subjectKind === null ? null : { kind: subjectKind, id: row.subjectId, name: subjectName ?? "" },
    pair: placeOf(row.pairId, picture).pair,
    incidentId: row.incidentId,
    source: source === null || sourceSequence === null ? null : { name: source, sequence: sourceSequence },
    hash: row.hash,
  };
}
