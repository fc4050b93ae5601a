import type { FaultKind } from "@v-available/domain/fault-kind";
import type { ObservedHost } from "@v-available/domain/observed";
import type { Batch } from "./batch";
import { beginCondition, endCondition } from "./condition";
import type { DiagnosisContext } from "./diagnosis";
import { subjectKey } from "./memory";
import type { SubjectFacts } from "./subject";

type Component = ObservedHost["components"][number];

/** The kinds whose loss a host shows by taking the component out of service, without a word in its journal. */
const FAULT_OF_COMPONENT: Partial<Record<Component["kind"], FaultKind>> = {
  disk: "disk-failed",
  fan: "fan",
  psu: "psu",
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
      if (component.service === "out" && !fault)
        beginCondition(context, {
          type: "component.out",
          kind,
          subject,
          pairRef: observed.pairRef,
          sentence: `${subject.name} is out of service.`,
        });
      else if (component.service === "in" && fault)
        endCondition(context, fault, { type: "component.in", sentence: `${subject.name} is in service again.` });
    }
  }
}
