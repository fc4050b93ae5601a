import { incident as incidentTable, type StoredPhase } from "@v-available/db/schema/incident";
import { FAULTS, personTitle } from "@v-available/domain/fault";
import type { FaultKind } from "@v-available/domain/fault-kind";
import type { HostRecord } from "@v-available/domain/observed";
import { INCIDENT_PHASES, type IncidentPhase, SEVERITIES, type Severity } from "@v-available/domain/state";
import { and, eq } from "drizzle-orm";
import type { FactWriter } from "../ledger";
import { type AlarmRecord, type FaultRecord, type IncidentRecord, type Memory, subjectKey } from "./memory";
import { type SubjectFacts, subjectOf } from "./subject";

/** What one transaction did to faults, alarms and incidents: each is written once at its end. */
export interface Diagnosis {
  readonly faults: Set<FaultRecord>;
  readonly alarms: Set<AlarmRecord>;
  readonly incidents: Set<IncidentRecord>;
}
export const newDiagnosis = (): Diagnosis => ({ faults: new Set(), alarms: new Set(), incidents: new Set() });

interface Context {
  readonly adapter: string;
  readonly memory: Memory;
  readonly writer: FactWriter;
  readonly diagnosis: Diagnosis;
}

/** One line of a host's journal becomes an event, and what it means for faults, alarms and its incident. */
export async function takeRecord(context: Context, record: HostRecord): Promise<void> {
  const { memory, writer, adapter } = context;
  const last = memory.sequences.get(record.source);
  if (last !== undefined && record.sequence <= last) return; // it was taken before
  memory.sequences.set(record.source, record.sequence);
  const { fleet } = memory;
  const pairId = fleet.get("pair", record.pairRef)?.id ?? null;
  const source = fleet.get("host", record.source)?.observed.name ?? record.source;
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
  const subject = subjectOf(fleet, record);
  const incident = record.rootRef === null ? null : await incidentOf(context, record.rootRef, pairId, record);
  const event = writer.append({
    atMs: record.atMs,
    type: "host.record",
    actor: record.actor,
    actorName: record.actor === "host" ? source : record.actor,
    sentence: record.sentence,
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
    causeEventId: incident?.firstEventId || null,
    source: { name: record.source, sequence: record.sequence },
  });
  if (incident) {
    if (!incident.firstEventId) Object.assign(incident, { firstEventId: event.id, firstSequence: event.sequence });
    incident.lastSequence = event.sequence;
    followIncident(incident, record, vmIds);
  }
  if (record.clears) clearFaults(context, record, subject, incident);
  else if (record.faultKind !== null && opensFault(context, record, record.faultKind, subject, incident))
    raiseFault(context, {
      kind: record.faultKind,
      severity: record.severity,
      subject,
      pairId,
      incident,
      vmIds,
      sentence: record.sentence,
      atMs: record.atMs,
    });
}

/** The incident of a root cause; opened by its first record. */
async function incidentOf(
  { memory, writer, adapter, diagnosis }: Context,
  rootRef: string,
  pairId: string | null,
  record: HostRecord,
): Promise<IncidentRecord> {
  let found = memory.incidents.get(rootRef);
  if (!found) {
    const where = and(eq(incidentTable.adapter, adapter), eq(incidentTable.rootRef, rootRef));
    [found] = await writer.db.select().from(incidentTable).where(where);
  }
  found ??= {
    id: writer.newId(),
    revision: writer.revision,
    adapter,
    rootRef,
    number: writer.nextIncidentNumber(),
    title: record.sentence.replace(/\.$/, ""),
    kind: record.faultKind,
    severity: record.severity ?? "indeterminate",
    pairId,
    openedAtMs: record.atMs,
    restoredAtMs: null,
    phases: [],
    vmIds: [],
    restoredVms: {},
    firstEventId: "",
    firstSequence: 0,
    lastSequence: 0,
  };
  memory.incidents.set(rootRef, found);
  diagnosis.incidents.add(found);
  return found;
}

const PHASE_ORDER = (a: StoredPhase, b: StoredPhase) =>
  INCIDENT_PHASES.indexOf(a.phase) - INCIDENT_PHASES.indexOf(b.phase);
/** A phase of thousands of machines needs no thousand sentences. */
const KEPT_SENTENCES = 12;

function followIncident(incident: IncidentRecord, record: HostRecord, vmIds: readonly string[]): void {
  incident.kind ??= record.faultKind;
  incident.severity = worse(incident.severity, record.severity);
  incident.openedAtMs = Math.min(incident.openedAtMs, record.atMs);
  incident.vmIds = [...new Set([...incident.vmIds, ...vmIds])];
  if (record.phase === null) return;
  if (record.phase === "restored") {
    incident.restoredVms = { ...incident.restoredVms, ...Object.fromEntries(vmIds.map((id) => [id, record.atMs])) };
  } else if (incident.restoredAtMs !== null && record.atMs > incident.restoredAtMs) {
    // The same root struck again before anyone forgot it.
    incident.restoredAtMs = null;
    incident.restoredVms = Object.fromEntries(
      Object.entries(incident.restoredVms).filter(([id]) => !vmIds.includes(id)),
    );
  }
  addSentence(incident, record.phase, record.atMs, record.sentence, record.rule);
}

export function addSentence(
  incident: IncidentRecord,
  phase: IncidentPhase,
  atMs: number,
  sentence: string,
  rule: string | null,
): void {
  const before = incident.phases.find((entry) => entry.phase === phase);
  const known = before?.sentences ?? [];
  const entry: StoredPhase = {
    phase,
    atMs: before ? Math.min(before.atMs, atMs) : atMs,
    rule: before?.rule ?? rule,
    sentences: known.includes(sentence) || known.length >= KEPT_SENTENCES ? known : [...known, sentence],
  };
  incident.phases = [...incident.phases.filter((other) => other.phase !== phase), entry].sort(PHASE_ORDER);
}

/** What was decided or done names a fault too, but of something else than what is faulty: the first word counts. */
function opensFault(
  { memory }: Context,
  record: HostRecord,
  kind: FaultKind,
  subject: SubjectFacts,
  incident: IncidentRecord | null,
): boolean {
  if (record.phase === "restored") return false;
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
}

/** Opens the fault and its alarm, or says the newest of those that stand. */
export function raiseFault({ memory, writer, adapter, diagnosis }: Context, raised: Raised): void {
  const { kind, subject, incident, atMs } = raised;
  const key = subjectKey(kind, subject);
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
    root: incident === null || incident.kind === null || incident.kind === kind,
    openedAtMs: atMs,
    closedAtMs: null,
    evidence: raised.sentence,
  };
  fault.severity = worse(fault.severity, severity);
  fault.incidentId = incident?.id ?? fault.incidentId;
  memory.faults.set(key, fault);
  diagnosis.faults.add(fault);

  const wanted = personTitle(kind, subject.name);
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
  };
  Object.assign(alarm, {
    severity: worse(alarm.severity, severity),
    incidentId: incident?.id ?? alarm.incidentId,
    effect: raised.sentence,
    goneAtMs: null,
    clearDueAtMs: null,
    needsPerson: wanted !== null,
    wanted: wanted === null ? null : `${wanted}.`,
    vmIds: [...new Set([...alarm.vmIds, ...raised.vmIds])],
  });
  memory.alarms.set(key, alarm);
  diagnosis.alarms.add(alarm);
}

function clearFaults(
  context: Context,
  record: HostRecord,
  subject: SubjectFacts,
  incident: IncidentRecord | null,
): void {
  const { memory } = context;
  const exact = record.faultKind === null ? undefined : memory.faults.get(subjectKey(record.faultKind, subject));
  const gone = exact
    ? [exact]
    : [...memory.faults.values()].filter(
        (fault) =>
          incident !== null &&
          fault.incidentId === incident.id &&
          (record.faultKind === null || fault.kind === record.faultKind),
      );
  for (const fault of gone) endFault(context, fault, record.atMs);
}

/** The condition is gone. Its alarm stands on for the hold-off of its kind, and asks nobody any more. */
export function endFault({ memory, diagnosis }: Context, fault: FaultRecord, atMs: number): void {
  const key = subjectKey(fault.kind, { kind: fault.subjectKind, ref: fault.subjectRef });
  fault.closedAtMs = atMs;
  memory.faults.delete(key);
  diagnosis.faults.add(fault);
  const alarm = memory.alarms.get(key);
  if (!alarm) return;
  alarm.goneAtMs = atMs;
  alarm.clearDueAtMs = atMs + FAULTS[fault.kind].clearHoldOffMs;
  alarm.needsPerson = false;
  diagnosis.alarms.add(alarm);
}

export const worse = (a: Severity, b: Severity | null): Severity =>
  b !== null && SEVERITIES.indexOf(b) < SEVERITIES.indexOf(a) ? b : a;
