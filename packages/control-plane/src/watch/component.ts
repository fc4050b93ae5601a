import type { FaultKind } from "@v-available/domain/fault-kind";
import type { ObservedHost } from "@v-available/domain/observed";
import type { Batch } from "./batch";
import { beginCondition, endCondition } from "./condition";
import type { DiagnosisContext } from "./diagnosis";
import type { Fleet } from "./fleet";
import { subjectKey } from "./memory";
import type { SubjectFacts } from "./subject";

type Component = ObservedHost["components"][number];

/** What it means that a component is out of service. Hosts write none of it into their journals. */
const FAULT_OF_LOSS: Partial<Record<Component["kind"], FaultKind>> = {
  dimm: "memory-uncorrectable",
  cpu: "cpu-machine-check",
  fan: "fan",
  psu: "psu",
  disk: "disk-failed",
  controller: "controller-failed",
};

/** What it means that one failed and goes on: over once it has happened. */
const FAULT_OF_PASSING: Partial<Record<Component["kind"], FaultKind>> = {
  dimm: "memory-correctable",
  cpu: "cpu-machine-check",
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
    ({ kind: part, service }) => service === "out" && kind !== null && FAULT_OF_LOSS[part] === kind,
  );
  return host && component ? componentSubject(host, component) : null;
}

/**
 * A part that is out of service is a fault until it is not, whether or not a machine suffers of it.
 * @param failedAgain parts that failed since they were last seen
 */
export function diagnoseComponents(context: DiagnosisContext, batch: Batch, failedAgain: ReadonlySet<Component>): void {
  for (const { observed } of batch.changed.values()) {
    if (observed.kind !== "host") continue;
    for (const component of observed.components) {
      const lost = FAULT_OF_LOSS[component.kind];
      if (lost) diagnoseService(context, observed, component, lost, "out");
      diagnoseService(context, observed, component, "predicted-failure", "at-risk");
      if (component.service === "in" && failedAgain.has(component)) tellPassing(context, observed, component);
    }
  }
}

const SERVICE_WORDS: Readonly<Record<Component["service"], string>> = {
  in: "is in service again.",
  "at-risk": "is in service and may fail soon.",
  out: "is out of service.",
};

const BEGIN_OF_SERVICE = { out: "component.out", "at-risk": "component.at-risk" } as const;

/** A fault of this kind holds for as long as the component is seen so. */
function diagnoseService(
  context: DiagnosisContext,
  host: ObservedHost,
  component: Component,
  kind: FaultKind,
  service: keyof typeof BEGIN_OF_SERVICE,
): void {
  const subject = componentSubject(host, component);
  const fault = context.memory.faults.get(subjectKey(kind, subject));
  const sentence = `${subject.name} ${SERVICE_WORDS[component.service]}`;
  if (component.service === service && !fault)
    beginCondition(context, { type: BEGIN_OF_SERVICE[service], kind, subject, pairRef: host.pairRef, sentence });
  else if (component.service !== service && fault) endCondition(context, fault, { type: "component.in", sentence });
}

function tellPassing(context: DiagnosisContext, host: ObservedHost, component: Component): void {
  const kind = FAULT_OF_PASSING[component.kind];
  if (!kind) return;
  const subject = componentSubject(host, component);
  const sentence = `${subject.name} failed and goes on.`;
  beginCondition(context, { type: "component.failed", kind, subject, pairRef: host.pairRef, sentence });
  const fault = context.memory.faults.get(subjectKey(kind, subject));
  if (fault) endCondition(context, fault, { type: "component.in", sentence: `${subject.name} is in service.` });
}

/** Parts of known hosts that have failed since they were last seen: asked before the facts are replaced. */
export function failingComponents(fleet: Fleet, batch: Batch): Set<Component> {
  const failed = new Set<Component>();
  for (const { observed } of batch.changed.values()) {
    const before = observed.kind === "host" ? fleet.get("host", observed.ref)?.observed : undefined;
    if (observed.kind !== "host" || !before) continue;
    const seen = new Map(before.components.map(({ name, faultTimesMs }) => [name, Math.max(0, ...faultTimesMs)]));
    for (const component of observed.components)
      if (Math.max(0, ...component.faultTimesMs) > (seen.get(component.name) ?? 0)) failed.add(component);
  }
  return failed;
}
