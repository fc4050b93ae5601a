import type { FactWriter } from "../ledger";
import type { DiagnosisContext } from "./diagnosis";
import { type FaultRecord, subjectKey } from "./memory";

/** What the control plane concludes of facts goes on the record like what hosts say. */
export interface Conclusion {
  readonly type:
    | "host.lost"
    | "pair.lost"
    | "host.serves"
    | "host.storage-full"
    | "host.has-space"
    | "component.out"
    | "component.failed"
    | "copies.differ"
    | "copies.one-history"
    | "component.at-risk"
    | "component.slow"
    | "component.in"
    | "switch.failed"
    | "switch.carries"
    | "clock.wrong"
    | "clock.right"
    | "pair.unfit"
    | "pair.fit"
    | "link.down"
    | "link.up"
    | "site.lost"
    | "site.back"
    | "recovery.late"
    | "recovery.met"
    | "fault.over";
  readonly sentence: string;
  readonly fault: Pick<
    FaultRecord,
    "kind" | "severity" | "subjectKind" | "subjectRef" | "subjectId" | "subjectName" | "pairId" | "incidentId"
  >;
  readonly clears: boolean;
  readonly causeEventId: string | null;
  readonly vmIds: readonly string[];
}

/** What is the first word of a fault. */
const BEGINS: ReadonlySet<Conclusion["type"]> = new Set([
  "pair.lost",
  "host.storage-full",
  "component.out",
  "component.failed",
  "component.at-risk",
  "component.slow",
  "switch.failed",
  "clock.wrong",
  "pair.unfit",
  "link.down",
  "site.lost",
  "recovery.late",
  "copies.differ",
]);

export function conclude(
  { writer, adapter }: DiagnosisContext,
  { type, sentence, fault, clears, causeEventId, vmIds }: Conclusion,
): ReturnType<FactWriter["append"]> {
  return writer.append({
    atMs: writer.nowMs,
    type,
    actor: "control-plane",
    actorName: "v-Available",
    sentence,
    severity: clears ? null : fault.severity,
    phase: BEGINS.has(type) ? "detected" : null,
    faultKind: fault.kind,
    clears,
    adapter,
    subject: { kind: fault.subjectKind, ref: fault.subjectRef, id: fault.subjectId, name: fault.subjectName },
    pairId: fault.pairId,
    incidentId: fault.incidentId,
    vmIds,
    causeEventId,
  });
}

/** What is known of a fault by its alarm: whom it concerns, and the event that last changed it. */
export function alarmOf({ memory }: Pick<DiagnosisContext, "memory">, fault: FaultRecord) {
  return memory.alarms.get(subjectKey(fault.kind, { kind: fault.subjectKind, ref: fault.subjectRef }));
}
