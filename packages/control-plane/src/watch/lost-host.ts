import { HOST_STANDING } from "@v-available/domain/pair-facts";
import type { Batch } from "./batch";
import { type DiagnosisContext, endFault, raiseFault } from "./diagnosis";
import type { Fleet } from "./fleet";
import { nameIncident } from "./incident";
import { subjectKey } from "./memory";
import { clearAlarm } from "./settle";

const OF_A_LOST_HOST: ReadonlySet<string> = new Set(["host-power-loss", "host-crash", "hypervisor-hang", "partition"]);

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
  const { memory, writer } = context;
  for (const fault of [...memory.faults.values()]) {
    if (fault.subjectKind !== "host" || !OF_A_LOST_HOST.has(fault.kind)) continue;
    const host = memory.fleet.get("host", fault.subjectRef);
    if (!host) continue;
    if (returned.includes(fault.subjectRef)) endFault(context, fault, writer.nowMs);
    else if (fault.kind === "partition" && HOST_STANDING[host.observed.state] === "away") {
      const sentence = `${host.observed.name} is lost: neither its partner nor the console hears it.`;
      const incident = [...memory.incidents.values()].find(({ id }) => id === fault.incidentId) ?? null;
      const key = subjectKey("partition", { kind: "host", ref: fault.subjectRef });
      const partition = memory.alarms.get(key);
      raiseFault(context, {
        kind: "host-power-loss",
        severity: null,
        subject: { kind: "host", ref: fault.subjectRef, id: host.id, name: host.observed.name },
        pairId: fault.pairId,
        incident,
        vmIds: partition?.vmIds ?? [],
        sentence,
        atMs: fault.openedAtMs,
      });
      if (incident) {
        nameIncident(incident, "host-power-loss", sentence);
        context.diagnosis.incidents.add(incident);
      }
      endFault(context, fault, writer.nowMs);
      // It was not a partition: there is nothing to hold off for.
      if (partition) clearAlarm(context, key, partition);
    }
  }
}
