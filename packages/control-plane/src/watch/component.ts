import type { FaultKind } from "@v-available/domain/fault-kind";
import type { HostRecord, ObservedHost } from "@v-available/domain/observed";
import { isSlowDisk, isThrottledCpu, SLOW_DISK_P99_MS } from "@v-available/domain/part-limit";
import { durationWords, percentWords } from "@v-available/domain/wording";
import type { Batch } from "./batch";
import type { Conclusion } from "./conclude";
import { beginCondition, endCondition } from "./condition";
import type { DiagnosisContext } from "./diagnosis";
import type { Fleet } from "./fleet";
import { subjectKey } from "./memory";
import { type SubjectFacts, subjectOf } from "./subject";

type Component = ObservedHost["components"][number];

/** What it means that a component is out of service. Hosts write none of it into their journals. */
const FAULT_OF_LOSS: Partial<Record<Component["kind"], FaultKind>> = {
  dimm: "memory-uncorrectable",
  cpu: "cpu-machine-check",
  fan: "fan",
  psu: "psu",
  disk: "disk-failed",
  controller: "controller-failed",
  nic: "business-nic",
};

/** What it means that one failed and goes on: over once it has happened. */
const FAULT_OF_PASSING: Partial<Record<Component["kind"], FaultKind>> = {
  dimm: "memory-correctable",
  cpu: "cpu-machine-check",
  disk: "disk-transient",
};

export const componentSubject = (host: ObservedHost, component: Component): SubjectFacts => ({
  kind: "component",
  ref: `${host.ref}/${component.name}`,
  id: null,
  name: `${host.name} ${component.name}`,
});

/** What a component is seen to suffer of. */
function faultsOf(component: Component): FaultKind[] {
  const { kind, service } = component;
  const slow = isSlowDisk(component);
  // Where a disk is slow, that is why its host does without it.
  const lost = service === "out" && !slow ? FAULT_OF_LOSS[kind] : undefined;
  return [
    ...(lost ? [lost] : []),
    ...(slow ? (["disk-slow"] as const) : []),
    ...(isThrottledCpu(component) && service !== "out" ? (["cpu-thermal-throttle"] as const) : []),
    ...(service === "at-risk" ? (["predicted-failure"] as const) : []),
  ];
}

/** The bad part that a record means which names what it did: the disk, where a machine lost its copy. */
export function brokenComponent(host: ObservedHost | undefined, kind: FaultKind | null): SubjectFacts | null {
  const component = host?.components.find(
    (part) => kind !== null && OF_A_PART.has(kind) && faultsOf(part).includes(kind),
  );
  return host && component ? componentSubject(host, component) : null;
}

/**
 * A part that is not as it should be is a fault until it is, whether or not a machine suffers of it.
 * @param failedAgain parts that failed since they were last seen
 */
export function diagnoseComponents(context: DiagnosisContext, batch: Batch, failedAgain: ReadonlySet<Component>): void {
  for (const { observed } of batch.changed.values()) {
    if (observed.kind !== "host") continue;
    diagnoseParts(context, observed);
    for (const component of observed.components)
      if (component.service === "in" && failedAgain.has(component)) tellPassing(context, observed, component);
  }
}

/** What is seen of the parts of a pair, told before what its hosts do because of it. */
export function diagnosePartsOfPair(context: DiagnosisContext, pairRef: string): void {
  const { fleet } = context.memory;
  const pair = fleet.get("pair", pairRef)?.observed;
  for (const ref of Object.values(pair?.hostRefs ?? {})) {
    const host = fleet.get("host", ref)?.observed;
    if (host) diagnoseParts(context, host);
  }
}

/**
 * A host acts on what it sees of its parts. Where that was over before anybody else saw it, its word is all that there is,
 * and what it does follows from that.
 */
export function takeWordOfPart(context: DiagnosisContext, record: HostRecord): void {
  const { source, pairRef, faultKind: kind } = record;
  const { fleet, alarms } = context.memory;
  const host = fleet.get("host", source)?.observed;
  const pairId = fleet.get("pair", pairRef)?.id;
  if (!host || kind === null || [...alarms.values()].some((one) => one.kind === kind && one.pairId === pairId)) return;
  const subject = subjectOf(fleet, { subject: { kind: "host", ref: source }, pairRef });
  const sentence = `A part of ${host.name} was not sound, which was over when it was told.`;
  beginCondition(context, { type: "component.at-risk", kind, subject, pairRef, sentence });
}

function diagnoseParts(context: DiagnosisContext, host: ObservedHost): void {
  for (const component of host.components) {
    const seen = faultsOf(component);
    for (const kind of OF_A_PART) diagnose(context, host, component, kind, seen.includes(kind));
  }
}

const OUT = { type: "component.out", words: () => "is out of service." } as const;
/** How it is said that one suffers of it, where that is not that it is out of service. */
const BEGIN: Partial<Record<FaultKind, { type: Conclusion["type"]; words: (component: Component) => string }>> = {
  "predicted-failure": { type: "component.at-risk", words: () => "is in service and may fail soon." },
  "cpu-thermal-throttle": {
    type: "component.slow",
    words: ({ clockRatio }) =>
      `runs at ${percentWords(clockRatio ?? 0)} of its clock, because it is too hot; machines move to the partner if that is sound.`,
  },
  "disk-slow": {
    type: "component.slow",
    words: ({ latencyP99Ms }) =>
      `takes up to ${durationWords(latencyP99Ms ?? 0)} to answer, over ${durationWords(SLOW_DISK_P99_MS)}; its copies are given up where the partner's are as good.`,
  },
};
const OF_A_PART: ReadonlySet<FaultKind> = new Set([
  ...Object.values(FAULT_OF_LOSS),
  ...(Object.keys(BEGIN) as FaultKind[]),
]);

/** A fault of this kind holds for as long as the component is seen so. */
function diagnose(
  context: DiagnosisContext,
  host: ObservedHost,
  component: Component,
  kind: FaultKind,
  holds: boolean,
): void {
  const subject = componentSubject(host, component);
  const fault = context.memory.faults.get(subjectKey(kind, subject));
  if (holds && !fault) {
    const { type, words } = BEGIN[kind] ?? OUT;
    const sentence = `${subject.name} ${words(component)}`;
    beginCondition(context, { type, kind, subject, pairRef: host.pairRef, sentence });
  } else if (!holds && fault)
    endCondition(context, fault, { type: "component.in", sentence: `${subject.name} ${overWords(component, kind)}` });
}

function overWords({ service }: Component, kind: FaultKind): string {
  if (service === "out") return "is out of service.";
  if (service === "at-risk") return "is in service and may fail soon.";
  if (kind === "cpu-thermal-throttle") return "keeps its clock again.";
  return kind === "disk-slow" ? "answers in time again." : "is in service again.";
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
