import { FAULTS } from "@v-available/domain/fault";
import type { FaultKind } from "@v-available/domain/fault-kind";
import type { ObservedHost } from "@v-available/domain/observed";
import type { Batch } from "./batch";
import { alarmOf, conclude } from "./conclude";
import { type DiagnosisContext, endFault, raiseFault } from "./diagnosis";
import { nameIncident, runningIncidentOf } from "./incident";
import { subjectKey } from "./memory";
import type { SubjectFacts } from "./subject";

type Component = ObservedHost["components"][number];

/** The kinds whose loss a host shows by taking the component out of service, without a word in its journal. */
const FAULT_OF_COMPONENT: Partial<Record<Component["kind"], FaultKind>> = {
  disk: "disk-failed",
  controller: "controller-failed",
};

export const componentSubject = (host: ObservedHost, component: Component): SubjectFacts => ({
  kind: "component",
  ref: `${host.ref}/${component.name}`,
  id: null,
  name: `${host.name} ${component.name}`,
});

/** The broken part that a record means which names what it broke: the disk, where a machine lost its copy. */
export function brokenComponent(host: ObservedHost | undefined, kind: FaultKind | null): SubjectFacts | null {
  const component = host?.components.find(
    ({ kind: part, service }) => service === "out" && kind !== null && FAULT_OF_COMPONENT[part] === kind,
  );
  return host && component ? componentSubject(host, component) : null;
}

/** A part that is out of service is a fault until it is in service again, whether or not a machine suffers of it. */
export function diagnoseComponents(context: DiagnosisContext, batch: Batch): void {
  for (const { observed } of batch.changed.values()) {
    if (observed.kind !== "host") continue;
    for (const component of observed.components) {
      const kind = FAULT_OF_COMPONENT[component.kind];
      if (!kind) continue;
      const subject = componentSubject(observed, component);
      const fault = context.memory.faults.get(subjectKey(kind, subject));
      if (component.service === "out" && !fault) raiseComponent(context, observed, kind, subject);
      else if (component.service === "in" && fault) {
        const alarm = alarmOf(context, fault);
        const { id } = conclude(context, {
          type: "component.in",
          sentence: `${subject.name} is in service again.`,
          fault,
          clears: true,
          causeEventId: alarm?.causeEventId ?? null,
          vmIds: alarm?.vmIds ?? [],
        });
        endFault(context, fault, context.writer.nowMs, id);
      }
    }
  }
}

function raiseComponent(context: DiagnosisContext, host: ObservedHost, kind: FaultKind, subject: SubjectFacts): void {
  const { memory, writer, diagnosis } = context;
  const { severity } = FAULTS[kind];
  const pairId = memory.fleet.get("pair", host.pairRef)?.id ?? null;
  const incident = runningIncidentOf(context, kind, pairId, writer.nowMs);
  const sentence = `${subject.name} is out of service.`;
  const vmIds = incident?.vmIds ?? [];
  const told = conclude(context, {
    type: "component.out",
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
