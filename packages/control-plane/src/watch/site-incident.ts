import { FAULTS, type FaultResource } from "@v-available/domain/fault";
import type { FaultKind } from "@v-available/domain/fault-kind";
import type { HostRecord } from "@v-available/domain/observed";
import type { AlarmRecord, FaultRecord, IncidentRecord, Memory } from "./memory";

/** Such as follow from the loss of a site. A part that breaks or a guest that crashes meanwhile has a cause of its own. */
const FOLLOWS: ReadonlySet<FaultResource> = new Set(["host", "pair", "link", "switch", "mirror", "witness"]);
const follows = (kind: FaultKind | null): boolean =>
  kind === null || kind === "replica-divergence" || FOLLOWS.has(FAULTS[kind].resource);

const isOfSite = (kind: FaultKind | null): boolean => kind !== null && FAULTS[kind].resource === "site";

/** What stands there is lost with it. */
export const isOfLostSite = ({ faults }: Memory, siteRef: string): boolean =>
  [...faults.values()].some((fault) => isOfSite(fault.kind) && fault.subjectRef === siteRef);

/** The lost site that this follows from: it asks for a person, not each of its hosts. */
export function lostSiteOf(
  { faults }: Memory,
  { kind, incidentId }: { readonly kind: FaultKind; readonly incidentId: string | null },
): FaultRecord | undefined {
  if (incidentId === null || !follows(kind)) return undefined;
  return [...faults.values()].find((fault) => isOfSite(fault.kind) && fault.incidentId === incidentId);
}

const runningOf = ({ incidents }: Memory, alarm: AlarmRecord): IncidentRecord | undefined =>
  [...incidents.values()].find(({ id, restoredAtMs }) => id === alarm.incidentId && restoredAtMs === null);

/** The running incident of a lost site, also while what was lost with it is coming back. */
export function incidentOfSite(memory: Memory, siteRef: string): IncidentRecord | undefined {
  for (const alarm of memory.alarms.values()) {
    const found = isOfSite(alarm.kind) && alarm.subjectRef === siteRef ? runningOf(memory, alarm) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** Pairs that a site's loss strikes each name a root of their own; it is one incident of them all. */
export function siteIncidentOf(memory: Memory, record: HostRecord): IncidentRecord | undefined {
  if (!follows(record.faultKind) || record.subject.kind === "component") return undefined;
  for (const siteRef of sitesOf(memory, record)) {
    const found = incidentOfSite(memory, siteRef);
    if (found) return found;
  }
  return undefined;
}

/** Where that stands which may be the cause: what is spoken of, who speaks, or else any host of the pair. */
function sitesOf({ fleet }: Memory, { subject, source, pairRef }: HostRecord): string[] {
  const ofHost = (ref: string) => fleet.get("host", ref)?.observed.siteRef ?? [];
  const own = ofHost(source);
  if (subject.kind === "host") return [ofHost(subject.ref), own].flat();
  if (subject.kind === "witness") {
    const name = fleet.get("witness", subject.ref)?.observed.siteName;
    return [fleet.all("site").flatMap(({ observed }) => (observed.name === name ? observed.ref : [])), own].flat();
  }
  return Object.values(fleet.get("pair", pairRef)?.observed.hostRefs ?? {}).flatMap(ofHost);
}
