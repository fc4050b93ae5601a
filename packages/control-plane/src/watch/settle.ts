import { incidentName } from "@v-available/domain/incident";
import type { PairFacts } from "@v-available/domain/pair-facts";
import { protectionOf } from "@v-available/domain/protection";
import { isExposed } from "@v-available/domain/protection-rank";
import type { DiagnosisContext } from "./diagnosis";
import { addSentence } from "./incident";
import { diagnoseLinks } from "./link";
import type { AlarmRecord, IncidentRecord, Memory } from "./memory";
import { endWhatIsVisiblyOver, type SafeMachines } from "./visibly-over";

type Context = DiagnosisContext & { readonly staleAfterMs: number };

/** True where an alarm's hold-off is over, so that it is worth a transaction. */
export function mayHaveSettled(memory: Memory, nowMs: number): boolean {
  return [...memory.alarms.values()].some((alarm) => alarm.clearDueAtMs !== null && alarm.clearDueAtMs <= nowMs);
}

const FORGET_AFTER_MS = 600_000;

/** Ends incidents whose redundancy is back, and clears alarms whose hold-off is over with redundancy verified. */
export function settle(context: Context): void {
  const { memory, writer } = context;
  const facts = pairFactsOnce(context);
  const safe = safeMachines(context, facts);
  diagnoseLinks(context, facts);
  endWhatIsVisiblyOver(context, safe, facts);
  for (const [rootRef, incident] of memory.incidents) {
    // A late record of it finds it in the database again.
    if (incident.restoredAtMs !== null && incident.restoredAtMs < writer.nowMs - FORGET_AFTER_MS)
      memory.incidents.delete(rootRef);
    // One with two roots is met twice; the second time it has ended.
    else if (incident.restoredAtMs === null && isRestored(memory, incident, safe)) endIncident(context, incident);
  }
  for (const [key, alarm] of memory.alarms) {
    if (alarm.clearDueAtMs === null || alarm.clearDueAtMs > writer.nowMs) continue;
    if (alarm.vmIds.every((id) => safe.has(id) || !isKnown(memory, id))) clearAlarm(context, key, alarm);
  }
}

/** A pair's facts, put together where somebody asks for them: what nothing is open about is not looked at. */
function pairFactsOnce({ memory: { fleet }, writer, staleAfterMs }: Context): (pairRef: string) => PairFacts | null {
  const known = new Map<string, PairFacts>();
  return (pairRef) => {
    if (!fleet.get("pair", pairRef)) return null;
    const facts = known.get(pairRef) ?? fleet.pairFacts(pairRef, writer.nowMs, staleAfterMs);
    known.set(pairRef, facts);
    return facts;
  };
}

/** Machines that have what was declared for them, and are known to. */
function safeMachines({ memory: { fleet } }: Context, facts: (pairRef: string) => PairFacts | null): SafeMachines {
  const known = new Map<string, boolean>();
  const judge = (id: string): boolean => {
    const machine = fleet.machine(id);
    const pair = machine && facts(machine.pairRef);
    const protection = pair && protectionOf(machine, pair);
    return !!protection && protection.state !== "Down" && !isExposed(protection);
  };
  return {
    has(id) {
      const safe = known.get(id) ?? judge(id);
      known.set(id, safe);
      return safe;
    },
  };
}

const isKnown = ({ fleet }: Memory, vmId: string) => fleet.machine(vmId) !== undefined;

function isRestored(memory: Memory, incident: IncidentRecord, safe: SafeMachines): boolean {
  const machines = incident.vmIds.filter((id) => isKnown(memory, id));
  if (!machines.every((id) => safe.has(id))) return false;
  const lasting = [...memory.faults.values()].some((fault) => fault.incidentId === incident.id);
  // A broken part may wait for its replacement long after every machine has two copies again.
  return !lasting || (machines.length > 0 && machines.every((id) => incident.restoredVms[id] !== undefined));
}

function endIncident({ adapter, writer, diagnosis }: Context, incident: IncidentRecord): void {
  const atMs = Math.max(incident.openedAtMs, ...Object.values(incident.restoredVms));
  const told = incident.phases.find(({ phase }) => phase === "restored");
  incident.restoredAtMs = told ? Math.max(told.atMs, atMs) : writer.nowMs;
  diagnosis.incidents.add(incident);
  const sentence =
    incident.vmIds.length === 0 ? "The cause is gone." : "Every machine has the redundancy declared for it again.";
  if (!told) addSentence(incident, "restored", incident.restoredAtMs, sentence, null);
  const { sequence } = writer.append({
    atMs: incident.restoredAtMs,
    type: "incident.restored",
    actor: "control-plane",
    actorName: "v-Available",
    sentence: `${incidentName(incident.number)} is over. ${sentence}`,
    adapter,
    pairId: incident.pairId,
    incidentId: incident.id,
    vmIds: incident.vmIds,
    causeEventId: incident.firstEventId,
  });
  incident.lastSequence = sequence;
}

export function clearAlarm(
  { adapter, memory, writer, diagnosis }: DiagnosisContext,
  key: string,
  alarm: AlarmRecord,
): void {
  alarm.clearedAtMs = writer.nowMs;
  alarm.clearDueAtMs = null;
  alarm.needsPerson = false;
  memory.alarms.delete(key);
  diagnosis.alarms.add(alarm);
  writer.append({
    atMs: writer.nowMs,
    type: "alarm.cleared",
    actor: "control-plane",
    actorName: "v-Available",
    sentence: `The alarm ${alarm.kind} on ${alarm.subjectName} is cleared.`,
    faultKind: alarm.kind,
    clears: true,
    adapter,
    subject: { kind: alarm.subjectKind, ref: alarm.subjectRef, id: alarm.subjectId, name: alarm.subjectName },
    pairId: alarm.pairId,
    incidentId: alarm.incidentId,
    vmIds: alarm.vmIds,
    causeEventId: alarm.causeEventId,
  });
}
