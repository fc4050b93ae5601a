import { FAULTS, personTitle } from "@v-available/domain/fault";
import type { FaultKind } from "@v-available/domain/fault-kind";
import type { HostRecord } from "@v-available/domain/observed";
import type { Severity } from "@v-available/domain/state";
import type { FactWriter } from "../ledger";
import { causeOutside } from "./cause";
import { brokenComponent, takeWordOfPart } from "./component";
import { followIncident, incidentOf, isMove, worse } from "./incident";
import { type AlarmRecord, type FaultRecord, type IncidentRecord, type Memory, subjectKey } from "./memory";
import { questionTitle } from "./question";
import { explain, rootCauseOf } from "./root-cause";
import { inNames, type SubjectFacts, subjectOf } from "./subject";

/** What one transaction did to faults, alarms and incidents: each is written once at its end. */
export interface Diagnosis {
  readonly faults: Set<FaultRecord>;
  readonly alarms: Set<AlarmRecord>;
  readonly incidents: Set<IncidentRecord>;
}
export const newDiagnosis = (): Diagnosis => ({ faults: new Set(), alarms: new Set(), incidents: new Set() });

export interface DiagnosisContext {
  readonly adapter: string;
  readonly memory: Memory;
  readonly writer: FactWriter;
  readonly diagnosis: Diagnosis;
}

/** One line of a host's journal becomes an event, and what it means for faults, alarms and its incident. */
export async function takeRecord(context: DiagnosisContext, record: HostRecord): Promise<void> {
  const { memory, writer, adapter } = context;
  const last = memory.sequences.get(record.source);
  if (last !== undefined && record.sequence <= last) return; // it was taken before
  memory.sequences.set(record.source, record.sequence);
  const { fleet } = memory;
  const pairId = fleet.get("pair", record.pairRef)?.id ?? null;
  const host = fleet.get("host", record.source)?.observed;
  const source = host?.name ?? record.source;
  if (last !== undefined && record.sequence > last + 1) {
    const missing = record.sequence - last - 1;
    writer.append({
      atMs: record.atMs,
      type: "record.gap",
      actor: "control-plane",
      actorName: "v-Available",
      adapter,
      pairId,
      severity: "warning",
      sentence: `The journal of ${source} skips ${missing} record${missing === 1 ? "" : "s"} after number ${last}.`,
    });
  }
  const vmIds = record.vmRefs.flatMap((ref) => fleet.get("vm", ref)?.id ?? fleet.formerly("vm", ref)?.id ?? []);
  const subject = (isMove(record) ? null : brokenComponent(host, record.faultKind)) ?? subjectOf(fleet, record);
  const sentence = inNames(fleet, record);
  if (isMove(record)) takeWordOfPart(context, record);
  const incident = await incidentOf(context, record, pairId, vmIds, sentence);
  const begins = record.phase === "detected";
  const event = writer.append({
    atMs: record.atMs,
    type: "host.record",
    actor: record.actor,
    actorName: record.actor === "host" ? source : record.actor,
    sentence,
    severity: record.severity,
    phase: record.phase,
    rule: record.rule,
    faultKind: record.faultKind,
    clears: record.clears,
    adapter,
    subject,
    pairId,
    incidentId: incident?.id ?? null,
    vmIds,
    causeEventId: incident?.firstEventId || (begins ? null : await causeOutside(context, record, pairId)),
    source: { name: record.source, sequence: record.sequence },
  });
  if (incident) {
    if (!incident.firstEventId) Object.assign(incident, { firstEventId: event.id, firstSequence: event.sequence });
    incident.lastSequence = event.sequence;
    followIncident(incident, record, vmIds, sentence);
  }
  if (record.clears || record.phase === "restored") clearFaults(context, record, subject, incident, event.id);
  else if (record.faultKind !== null && opensFault(context, record, record.faultKind, subject, incident))
    raiseFault(context, {
      kind: record.faultKind,
      severity: record.severity,
      subject,
      pairId,
      incident,
      vmIds,
      sentence,
      atMs: record.atMs,
      causeEventId: event.id,
    });
}

/** What was decided or done names a fault too, but of something else than what is faulty: the first word counts. */
function opensFault(
  { memory }: DiagnosisContext,
  record: HostRecord,
  kind: FaultKind,
  subject: SubjectFacts,
  incident: IncidentRecord | null,
): boolean {
  if (isMove(record)) return false;
  if (record.phase === "detected" || record.phase === null) return true;
  if (memory.faults.has(subjectKey(kind, subject))) return true;
  return ![...memory.faults.values()].some((fault) => fault.kind === kind && fault.incidentId === incident?.id);
}

export interface Raised {
  readonly kind: FaultKind;
  readonly severity: Severity | null;
  readonly subject: SubjectFacts;
  readonly pairId: string | null;
  readonly incident: IncidentRecord | null;
  readonly vmIds: readonly string[];
  readonly sentence: string;
  readonly atMs: number;
  /** The event that says so. */
  readonly causeEventId: string;
}

/** Opens the fault and its alarm, or says the newest of those that stand. */
export function raiseFault({ memory, writer, adapter, diagnosis }: DiagnosisContext, raised: Raised): void {
  const { kind, subject, incident, atMs } = raised;
  const key = subjectKey(kind, subject);
  const cause = rootCauseOf(memory, { ...raised, incidentId: incident?.id ?? null });
  const severity = raised.severity ?? FAULTS[kind].severity;
  const shared = {
    adapter,
    kind,
    subjectKind: subject.kind,
    subjectRef: subject.ref,
    subjectId: subject.id,
    subjectName: subject.name,
    pairId: raised.pairId,
  };
  const fault: FaultRecord = memory.faults.get(key) ?? {
    id: writer.newId(),
    revision: writer.revision,
    ...shared,
    severity,
    incidentId: incident?.id ?? null,
    root: cause === null && (incident === null || incident.kind === null || incident.kind === kind),
    openedAtMs: atMs,
    closedAtMs: null,
    evidence: raised.sentence,
  };
  fault.severity = worse(fault.severity, severity);
  fault.incidentId = incident?.id ?? fault.incidentId;
  memory.faults.set(key, fault);
  diagnosis.faults.add(fault);

  const wanted = personTitle(kind, subject.name) ?? questionTitle(memory.fleet, kind, subject);
  const alarm: AlarmRecord = memory.alarms.get(key) ?? {
    id: writer.newId(),
    revision: writer.revision,
    ...shared,
    severity,
    incidentId: null,
    effect: raised.sentence,
    openedAtMs: atMs,
    goneAtMs: null,
    clearDueAtMs: null,
    clearedAtMs: null,
    operatorState: "none",
    acknowledgedBy: null,
    acknowledgedAtMs: null,
    shelvedUntilMs: null,
    needsPerson: false,
    wanted: null,
    vmIds: [],
    causeEventId: null,
  };
  Object.assign(alarm, {
    causeEventId: raised.causeEventId,
    severity: worse(alarm.severity, severity),
    incidentId: incident?.id ?? alarm.incidentId,
    effect: raised.sentence,
    goneAtMs: null,
    clearDueAtMs: null,
    needsPerson: wanted !== null,
    wanted: wanted === null ? null : `${wanted}.`,
    vmIds: [...new Set([...alarm.vmIds, ...raised.vmIds])],
  });
  if (cause) explain(alarm, cause);
  memory.alarms.set(key, alarm);
  diagnosis.alarms.add(alarm);
}

/** Ended by a machine that has its redundancy again, whatever word was found for the loss. */
export const OF_REDUNDANCY: ReadonlySet<FaultKind> = new Set([
  "mirror-out-of-sync",
  "replica-divergence",
  "standby-lag",
  "verify-mismatch",
]);

function clearFaults(
  context: DiagnosisContext,
  record: HostRecord,
  subject: SubjectFacts,
  incident: IncidentRecord | null,
  eventId: string,
): void {
  const { memory } = context;
  const { faultKind } = record;
  const exact = faultKind === null ? undefined : memory.faults.get(subjectKey(faultKind, subject));
  const isGone = (fault: FaultRecord): boolean => {
    if (record.phase === "restored" && faultKind === null)
      return fault.subjectKind === subject.kind && fault.subjectRef === subject.ref && OF_REDUNDANCY.has(fault.kind);
    if (!record.clears || incident === null || fault.incidentId !== incident.id) return false;
    return faultKind === null || (fault.kind === faultKind && exact === undefined && subject.kind !== "vm");
  };
  const gone = [...memory.faults.values()].filter(isGone);
  for (const fault of exact && !gone.includes(exact) ? [exact, ...gone] : gone)
    endFault(context, fault, record.atMs, eventId);
}

/** The condition is gone. Its alarm stands on for the hold-off of its kind, and asks nobody any more. */
export function endFault(
  { memory, diagnosis }: DiagnosisContext,
  fault: FaultRecord,
  atMs: number,
  causeEventId: string,
): void {
  const key = subjectKey(fault.kind, { kind: fault.subjectKind, ref: fault.subjectRef });
  fault.closedAtMs = atMs;
  memory.faults.delete(key);
  diagnosis.faults.add(fault);
  const alarm = memory.alarms.get(key);
  if (!alarm) return;
  alarm.goneAtMs = atMs;
  alarm.causeEventId = causeEventId;
  alarm.clearDueAtMs = atMs + FAULTS[fault.kind].clearHoldOffMs;
  alarm.needsPerson = false;
  diagnosis.alarms.add(alarm);
}
