import type { FaultKind } from "@v-available/domain/fault-kind";
import { HOST_STANDING } from "@v-available/domain/pair-facts";
import type { Batch } from "./batch";
import { alarmOf, conclude } from "./conclude";
import { type DiagnosisContext, endFault, raiseFault } from "./diagnosis";
import type { Fleet, Known } from "./fleet";
import { nameIncident } from "./incident";
import { type FaultRecord, type Memory, subjectKey } from "./memory";
import { clearAlarm } from "./settle";

const DEAD = ["host-power-loss", "host-crash", "hypervisor-hang"] as const satisfies FaultKind[];
export const OF_A_DEAD_HOST: ReadonlySet<FaultKind> = new Set(DEAD);
const OF_A_LOST_HOST: ReadonlySet<FaultKind> = new Set([...DEAD, "partition"]);

export const LOST_WORDS = (name: string): string => `${name} is lost: neither its partner nor the console hears it.`;

/** Somebody has said of this host that it is lost, and nobody that it is back. */
export const isToldLost = ({ faults }: Memory, hostRef: string): boolean =>
  DEAD.some((kind) => faults.has(subjectKey(kind, { kind: "host", ref: hostRef })));

/** Hosts that serve again after they did not: asked before the facts are replaced. */
export function returningHosts(fleet: Fleet, batch: Batch): string[] {
  return [...batch.changed.values()].flatMap(({ observed }) => {
    if (observed.kind !== "host" || HOST_STANDING[observed.state] !== "serves") return [];
    const before = fleet.get("host", observed.ref)?.observed;
    return before && HOST_STANDING[before.state] !== "serves" ? [observed.ref] : [];
  });
}

/**
 * A partner can only say that it hears nothing. Once nobody does, the host itself is what was lost, and that is what
 * people are told; a host that serves again is the end of it, whether or not anybody wrote that down.
 */
export function diagnoseHosts(context: DiagnosisContext, returned: readonly string[]): void {
  for (const fault of [...context.memory.faults.values()]) {
    if (fault.subjectKind !== "host" || !OF_A_LOST_HOST.has(fault.kind)) continue;
    const host = context.memory.fleet.get("host", fault.subjectRef);
    if (!host) continue;
    if (returned.includes(fault.subjectRef)) {
      const { id } = conclude(context, {
        type: "host.serves",
        sentence: `${host.observed.name} serves again.`,
        fault,
        clears: true,
        ...known(context, fault),
      });
      endFault(context, fault, context.writer.nowMs, id);
    } else if (fault.kind === "partition" && HOST_STANDING[host.observed.state] === "away")
      nameLostHost(context, fault, host);
  }
}

function nameLostHost(context: DiagnosisContext, fault: FaultRecord, { id, observed }: Known<"host">): void {
  const { memory, writer, diagnosis } = context;
  const sentence = LOST_WORDS(observed.name);
  const incident = [...memory.incidents.values()].find((row) => row.id === fault.incidentId) ?? null;
  const key = subjectKey("partition", { kind: "host", ref: fault.subjectRef });
  const partition = memory.alarms.get(key);
  const told = conclude(context, {
    type: "host.lost",
    sentence,
    fault: { ...fault, kind: "host-power-loss" },
    clears: false,
    ...known(context, fault),
  });
  raiseFault(context, {
    kind: "host-power-loss",
    severity: null,
    subject: { kind: "host", ref: fault.subjectRef, id, name: observed.name },
    pairId: fault.pairId,
    incident,
    vmIds: partition?.vmIds ?? [],
    sentence,
    atMs: fault.openedAtMs,
    causeEventId: told.id,
  });
  if (incident) {
    nameIncident(incident, "host-power-loss", sentence);
    incident.lastSequence = told.sequence;
    diagnosis.incidents.add(incident);
  }
  endFault(context, fault, writer.nowMs, told.id);
  // It was not a partition: there is nothing to hold off for.
  if (partition) clearAlarm(context, key, partition);
}

function known(context: DiagnosisContext, fault: FaultRecord) {
  const alarm = alarmOf(context, fault);
  return { causeEventId: alarm?.causeEventId ?? null, vmIds: alarm?.vmIds ?? [] };
}
