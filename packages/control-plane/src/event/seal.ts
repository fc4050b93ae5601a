import { createHash } from "node:crypto";
import type { event } from "@v-available/db/schema/event";
import { type ChainAnswer, chain, verifyChain } from "@v-available/domain/event";

export type EventInsert = typeof event.$inferInsert & { id: string; sequence: number; hash: string };

/** What an event says, before it has its place in the record. */
export interface EventDraft {
  readonly atMs: number;
  /** "host.record", "alarm.acknowledged", "task.started" … */
  readonly type: string;
  readonly actor: "host" | "operator" | "control-plane";
  readonly actorName: string;
  readonly sentence: string;
  readonly severity?: EventInsert["severity"];
  readonly phase?: EventInsert["phase"];
  readonly rule?: string | null;
  readonly faultKind?: EventInsert["faultKind"];
  readonly clears?: boolean;
  readonly adapter?: string | null;
  readonly subject?: {
    readonly kind: NonNullable<EventInsert["subjectKind"]>;
    readonly ref: string;
    readonly id: string | null;
    readonly name: string;
  } | null;
  readonly pairId?: string | null;
  readonly incidentId?: string | null;
  readonly vmIds?: readonly string[];
  readonly causeEventId?: string | null;
  readonly taskId?: string | null;
  readonly source?: { readonly name: string; readonly sequence: number } | null;
}

interface Place {
  readonly id: string;
  readonly revision: number;
  readonly sequence: number;
  readonly previousHash: string;
}

export function sealEvent(draft: EventDraft, place: Place): EventInsert {
  const row = {
    id: place.id,
    revision: place.revision,
    sequence: place.sequence,
    atMs: draft.atMs,
    type: draft.type,
    actor: draft.actor,
    actorName: draft.actorName,
    sentence: draft.sentence,
    severity: draft.severity ?? null,
    phase: draft.phase ?? null,
    rule: draft.rule ?? null,
    faultKind: draft.faultKind ?? null,
    clears: draft.clears ?? false,
    adapter: draft.adapter ?? null,
    subjectKind: draft.subject?.kind ?? null,
    subjectRef: draft.subject?.ref ?? null,
    subjectId: draft.subject?.id ?? null,
    subjectName: draft.subject?.name ?? null,
    pairId: draft.pairId ?? null,
    incidentId: draft.incidentId ?? null,
    vmIds: [...(draft.vmIds ?? [])],
    causeEventId: draft.causeEventId ?? null,
    taskId: draft.taskId ?? null,
    source: draft.source?.name ?? null,
    sourceSequence: draft.source?.sequence ?? null,
  };
  const { revision, ...covered } = row;
  return { revision, ...chain(place.previousHash, covered, sha256) };
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/**
 * Whether stored events, in order, are what was written. The revision is not covered: it is how readers are told, not
 * what happened.
 */
export function verifyEvents(rows: readonly (typeof event.$inferSelect)[]): ChainAnswer {
  return verifyChain(
    rows.map(({ revision: _, ...covered }) => covered),
    sha256,
  );
}
