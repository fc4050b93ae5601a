import { FAULTS } from "@v-available/domain/fault";
import type { FaultKind } from "@v-available/domain/fault-kind";
import type { Severity } from "@v-available/domain/state";
import { alarmOf, type Conclusion, conclude } from "./conclude";
import { type DiagnosisContext, endFault, raiseFault } from "./diagnosis";
import { nameIncident, runningIncidentOf } from "./incident";
import type { FaultRecord } from "./memory";
import type { SubjectFacts } from "./subject";

export interface Condition {
  readonly type: Conclusion["type"];
  readonly kind: FaultKind;
  readonly subject: SubjectFacts;
  readonly pairRef: string;
  readonly sentence: string;
  /** Where it has become worse than it is raised first. */
  readonly severity?: Severity;
  /** Whom it concerns, besides the machines of an incident that it belongs to. */
  readonly vmIds?: readonly string[];
}

/** A fault that is seen and not told: no host writes it into its journal. Said again where it has become worse. */
export function beginCondition(context: DiagnosisContext, condition: Condition): void {
  const { type, kind, subject, pairRef, sentence, severity = FAULTS[kind].severity } = condition;
  const { memory, writer, diagnosis } = context;
  const pairId = memory.fleet.get("pair", pairRef)?.id ?? null;
  const incident = runningIncidentOf(context, kind, pairId, writer.nowMs);
  const vmIds = [...(condition.vmIds ?? []), ...(incident?.vmIds ?? [])];
  const told = conclude(context, {
    type,
    sentence,
    fault: {
      kind,
      severity,
      subjectKind: subject.kind,
      subjectRef: subject.ref,
      subjectId: subject.id,
      subjectName: subject.name,
      pairId,
      incidentId: incident?.id ?? null,
    },
    clears: false,
    causeEventId: incident?.firstEventId || null,
    vmIds,
  });
  raiseFault(context, {
    kind,
    severity,
    subject,
    pairId,
    incident,
    vmIds,
    sentence,
    atMs: writer.nowMs,
    causeEventId: told.id,
  });
  if (!incident) return;
  nameIncident(incident, kind, sentence);
  incident.lastSequence = told.sequence;
  diagnosis.incidents.add(incident);
}

/** What was seen is seen no more. */
export function endCondition(
  context: DiagnosisContext,
  fault: FaultRecord,
  { type, sentence }: Pick<Condition, "type" | "sentence">,
): void {
  const alarm = alarmOf(context, fault);
  const { id } = conclude(context, {
    type,
    sentence,
    fault,
    clears: true,
    causeEventId: alarm?.causeEventId ?? null,
    vmIds: alarm?.vmIds ?? [],
  });
  endFault(context, fault, context.writer.nowMs, id);
}
