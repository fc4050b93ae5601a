import { incidentRoot, incident as incidentTable, type StoredPhase } from "@v-available/db/schema/incident";
import { FAULTS, type FaultResource } from "@v-available/domain/fault";
import type { FaultKind } from "@v-available/domain/fault-kind";
import type { HostRecord } from "@v-available/domain/observed";
import { INCIDENT_PHASES, type IncidentPhase, SEVERITIES, type Severity } from "@v-available/domain/state";
import { and, eq } from "drizzle-orm";
import type { DiagnosisContext } from "./diagnosis";
import type { IncidentRecord } from "./memory";
import { siteIncidentOf } from "./site-incident";

/** Two hosts that lose each other each name a root of their own; so close together it is one incident. */
const SAME_INCIDENT_MS = 10_000;
const BETWEEN_HOSTS: ReadonlySet<FaultResource> = new Set(["host", "pair", "link", "switch", "mirror", "component"]);

/** Of a machine, and found between its hosts. */
const OF_A_STANDBY: ReadonlySet<FaultKind> = new Set(["replica-divergence", "standby-lag"]);

/** The incident that a record belongs to; opened by the first record of its root. */
export async function incidentOf(
  context: DiagnosisContext,
  record: HostRecord,
  pairId: string | null,
  vmIds: readonly string[],
  sentence: string,
): Promise<IncidentRecord | null> {
  const { memory, writer, adapter, diagnosis } = context;
  const { rootRef } = record;
  if (rootRef === null) {
    // The last word about a machine may come after its host has closed the root: it still is of that incident.
    const last = record.phase === null ? undefined : running(context).find((row) => shares(row, vmIds));
    if (last) diagnosis.incidents.add(last);
    return last ?? null;
  }
  let found = memory.incidents.get(rootRef) ?? (await stored(context, rootRef));
  if (!found) {
    found =
      siteIncidentOf(context.memory, record) ??
      running(context).find((row) => isSame(row, record.faultKind, record.atMs, pairId)) ??
      // What starts again on its host may have ended long before, and what ended it is known by now.
      (record.rule === "start-as-last-holder" ? running(context).find((row) => shares(row, vmIds)) : undefined);
    if (!found && record.clears && record.phase !== "restored") return null; // the end of something never heard of
    found ??= newIncident(context, record.faultKind, { ...record, sentence, pairId });
    await writer.db.insert(incidentRoot).values({ adapter, rootRef, incidentId: found.id });
  }
  memory.incidents.set(rootRef, found);
  diagnosis.incidents.add(found);
  return found;
}

export const newIncident = (
  { writer, adapter }: DiagnosisContext,
  kind: FaultKind | null,
  { sentence, severity, pairId, atMs }: Pick<HostRecord, "sentence" | "severity" | "atMs"> & { pairId: string | null },
): IncidentRecord => ({
  id: writer.newId(),
  revision: writer.revision,
  adapter,
  number: writer.nextIncidentNumber(),
  title: titleOf(sentence),
  kind,
  severity: severity ?? "indeterminate",
  pairId,
  openedAtMs: atMs,
  restoredAtMs: null,
  phases: [],
  vmIds: [],
  restoredVms: {},
  firstEventId: "",
  firstSequence: 0,
  lastSequence: 0,
});

async function stored(
  { writer, adapter, memory }: DiagnosisContext,
  rootRef: string,
): Promise<IncidentRecord | undefined> {
  const [found] = await writer.db
    .select({ incident: incidentTable })
    .from(incidentRoot)
    .innerJoin(incidentTable, eq(incidentTable.id, incidentRoot.incidentId))
    .where(and(eq(incidentRoot.adapter, adapter), eq(incidentRoot.rootRef, rootRef)));
  return [...memory.incidents.values()].find(({ id }) => id === found?.incident.id) ?? found?.incident;
}

const running = ({ memory }: DiagnosisContext): IncidentRecord[] =>
  [...new Set(memory.incidents.values())]
    .filter(({ restoredAtMs }) => restoredAtMs === null)
    .sort((a, b) => b.openedAtMs - a.openedAtMs);

const shares = (row: IncidentRecord, vmIds: readonly string[]) => vmIds.some((id) => row.vmIds.includes(id));

function isSame(row: IncidentRecord, kind: FaultKind | null, atMs: number, pairId: string | null): boolean {
  if (row.pairId !== pairId || Math.abs(atMs - row.openedAtMs) > SAME_INCIDENT_MS) return false;
  return familyOf(row.kind) === familyOf(kind);
}

/** The incident of a pair that a fault belongs to which was seen, not told. */
export const runningIncidentOf = (context: DiagnosisContext, kind: FaultKind, pairId: string | null, atMs: number) =>
  running(context).find((row) => isSame(row, kind, atMs, pairId)) ?? null;

function familyOf(kind: FaultKind | null): string {
  if (kind === null) return "between-hosts";
  const { resource } = FAULTS[kind];
  return BETWEEN_HOSTS.has(resource) || OF_A_STANDBY.has(kind) ? "between-hosts" : resource;
}

/** The nearer to the root, the smaller. A lost host explains its mirrors, never the other way round. */
const DISTANCE: Readonly<Record<FaultResource, number>> = {
  site: 0,
  host: 1,
  switch: 2,
  component: 2,
  witness: 3,
  pair: 4,
  link: 4,
  agent: 5,
  orchestrator: 5,
  "control-plane": 5,
  operator: 5,
  vm: 6,
  mirror: 7,
  replication: 7,
};
const distanceOf = (kind: FaultKind | null) =>
  kind === null ? 9 : OF_A_STANDBY.has(kind) ? 7 : DISTANCE[FAULTS[kind].resource];

/** One whose root is seen and not told: no host gives it a name. */
export async function openIncident(
  context: DiagnosisContext,
  kind: FaultKind,
  of: "site" | "pair",
  words: Parameters<typeof newIncident>[2],
): Promise<IncidentRecord> {
  const { memory, writer, adapter } = context;
  const incident = newIncident(context, kind, words);
  const rootRef = `${of} ${incident.id}`;
  memory.incidents.set(rootRef, incident);
  await writer.db.insert(incidentRoot).values({ adapter, rootRef, incidentId: incident.id });
  return incident;
}

/** The event is of it, and concerns those machines. */
export function addEvent(
  { diagnosis }: DiagnosisContext,
  incident: IncidentRecord,
  { id, sequence }: { readonly id: string; readonly sequence: number },
  vmIds: readonly string[],
): void {
  if (!incident.firstEventId) Object.assign(incident, { firstEventId: id, firstSequence: sequence });
  incident.lastSequence = sequence;
  incident.vmIds = [...new Set([...incident.vmIds, ...vmIds])];
  diagnosis.incidents.add(incident);
}

const titleOf = (sentence: string) => sentence.replace(/\.$/, "");

/** What was found out last may explain the rest: then it gives the incident its name. */
export function nameIncident(incident: IncidentRecord, kind: FaultKind, sentence: string): void {
  if (distanceOf(kind) >= distanceOf(incident.kind)) return;
  incident.kind = kind;
  incident.title = titleOf(sentence);
}

const byPhase = (a: StoredPhase, b: StoredPhase) => INCIDENT_PHASES.indexOf(a.phase) - INCIDENT_PHASES.indexOf(b.phase);
/** A phase of thousands of machines needs no thousand sentences. */
const KEPT_SENTENCES = 12;

/** It is of a machine, and its kind is what is wrong with the host that the machine leaves. */
export const isMove = ({ rule }: HostRecord): boolean => rule === "switch-active";

export function followIncident(
  incident: IncidentRecord,
  record: HostRecord,
  vmIds: readonly string[],
  sentence: string,
): void {
  if (record.faultKind !== null && !record.clears && record.phase !== "acted" && !isMove(record))
    nameIncident(incident, record.faultKind, sentence);
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
  addSentence(incident, record.phase, record.atMs, sentence, record.rule);
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
  incident.phases = [...incident.phases.filter((other) => other.phase !== phase), entry].sort(byPhase);
}

export const worse = (a: Severity, b: Severity | null): Severity =>
  b !== null && SEVERITIES.indexOf(b) < SEVERITIES.indexOf(a) ? b : a;
