import { FAULTS, personTitle } from "@v-available/domain/fault";
import type { FaultKind } from "@v-available/domain/fault-kind";
import type { ObservedPair, ObservedSite } from "@v-available/domain/observed";
import { countWords } from "@v-available/domain/wording";
import type { Batch } from "./batch";
import { conclude } from "./conclude";
import { endCondition } from "./condition";
import { type DiagnosisContext, raiseFault } from "./diagnosis";
import type { Fleet, Known } from "./fleet";
import { addEvent, addSentence, nameIncident, openIncident } from "./incident";
import { type FaultRecord, type Memory, subjectKey } from "./memory";
import { incidentOfSite } from "./site-incident";
import type { SubjectFacts } from "./subject";

type Lost = Exclude<ObservedSite["contact"], "heard" | null>;
const KIND: Readonly<Record<Lost, FaultKind>> = { "without-power": "site-power", silent: "site-isolated" };
const KINDS = Object.values(KIND);

const subjectOf = ({ id, observed }: Known<"site">): SubjectFacts => ({
  kind: "site",
  ref: observed.ref,
  id,
  name: observed.name,
});

const faultOf = ({ faults }: Memory, kind: FaultKind, site: Known<"site">): FaultRecord | undefined =>
  faults.get(subjectKey(kind, subjectOf(site)));

function changedSites({ memory }: DiagnosisContext, batch: Batch): Known<"site">[] {
  return [...batch.changed.values()].flatMap(({ observed }) =>
    observed.kind === "site" ? (memory.fleet.get("site", observed.ref) ?? []) : [],
  );
}

/** What stood at a site is lost with it, at once and for one reason: one incident for all of its pairs. */
export async function beginLostSites(context: DiagnosisContext, batch: Batch): Promise<void> {
  for (const site of changedSites(context, batch)) {
    const contact = site.observed.contact ?? "heard";
    if (contact !== "heard" && !faultOf(context.memory, KIND[contact], site)) await begin(context, site, contact);
  }
}

async function begin(context: DiagnosisContext, site: Known<"site">, contact: Lost): Promise<void> {
  const { memory, writer } = context;
  const { nowMs } = writer;
  const kind = KIND[contact];
  const { severity } = FAULTS[kind];
  const subject = subjectOf(site);
  const struck = struckBy(memory.fleet, site.observed);
  const vmIds = [...struck.whole, ...struck.spanning].flatMap(({ ref }) => memory.fleet.machineIdsOf(ref));
  const sentence = lossWords(site.observed, struck, contact);
  const incident =
    incidentOfSite(memory, site.observed.ref) ??
    (await openIncident(context, kind, "site", { sentence, severity, pairId: null, atMs: nowMs }));
  const told = conclude(context, {
    type: "site.lost",
    sentence,
    fault: {
      kind,
      severity,
      subjectKind: subject.kind,
      subjectRef: subject.ref,
      subjectId: subject.id,
      subjectName: subject.name,
      pairId: null,
      incidentId: incident.id,
    },
    clears: false,
    causeEventId: incident.firstEventId || null,
    vmIds,
  });
  addEvent(context, incident, told, vmIds);
  nameIncident(incident, kind, sentence);
  addSentence(incident, "detected", nowMs, sentence, kind);
  for (const words of outlook(struck, contact)) addSentence(incident, "detected", nowMs, words, kind);
  raiseFault(context, {
    kind,
    severity,
    subject,
    pairId: null,
    incident,
    vmIds,
    sentence,
    atMs: nowMs,
    causeEventId: told.id,
  });
}

/** It is heard again, or lost in another way now. */
export function endLostSites(context: DiagnosisContext, batch: Batch): void {
  for (const site of changedSites(context, batch)) {
    const contact = site.observed.contact ?? "heard";
    for (const kind of KINDS) {
      const fault = faultOf(context.memory, kind, site);
      if (!fault || (contact !== "heard" && KIND[contact] === kind)) continue;
      const sentence = `${site.observed.name} ${kind === "site-power" ? "has power again" : "is heard again"}.`;
      endCondition(context, fault, { type: "site.back", sentence });
      if (contact === "heard") askForTheRest(context, fault);
    }
  }
}

/** What does not come back with its site is somebody's to look at after all. */
function askForTheRest({ memory, diagnosis }: DiagnosisContext, { incidentId }: FaultRecord): void {
  for (const [key, fault] of memory.faults) {
    const alarm = fault.incidentId === incidentId ? memory.alarms.get(key) : undefined;
    const wanted = alarm && personTitle(alarm.kind, alarm.subjectName);
    if (!alarm || !wanted) continue;
    Object.assign(alarm, { needsPerson: true, wanted: `${wanted}.` });
    diagnosis.alarms.add(alarm);
  }
}

interface Struck {
  /** Both of their hosts stand there. */
  readonly whole: readonly ObservedPair[];
  readonly spanning: readonly ObservedPair[];
  /** Their witness stands there. */
  readonly witnessed: number;
}

function struckBy(fleet: Fleet, site: ObservedSite): Struck {
  const isThere = (ref: string) => fleet.get("host", ref)?.observed.siteRef === site.ref;
  const pairs = fleet.all("pair").map(({ observed }) => observed);
  const count = ({ hostRefs }: ObservedPair) => Object.values(hostRefs).filter(isThere).length;
  return {
    whole: pairs.filter((pair) => count(pair) === 2),
    spanning: pairs.filter((pair) => count(pair) === 1),
    witnessed: fleet.all("witness").filter(({ observed }) => observed.siteName === site.name).length,
  };
}

function lossWords({ name }: ObservedSite, { whole, spanning, witnessed }: Struck, contact: Lost): string {
  const hosts = 2 * whole.length + spanning.length;
  const things = [
    ...(hosts > 0 ? [`${countWords(hosts, "host")} of ${countWords(whole.length + spanning.length, "pair")}`] : []),
    ...(witnessed > 0 ? [`the witness of ${countWords(witnessed, "pair")}`] : []),
  ].join(" and ");
  const what = contact === "without-power" ? "lost its power" : "does not answer, neither hosts nor meter";
  return things === "" ? `${name} ${what}.` : `${name} ${what}: ${things}.`;
}

/** What that means for its pairs, before any host has said a word. */
function outlook({ whole, spanning }: Struck, contact: Lost): string[] {
  const stands =
    contact === "without-power"
      ? "down until the power is back"
      : "out of reach: whether it runs there nobody elsewhere can tell";
  return [
    ...(spanning.length > 0
      ? [
          `${countWords(spanning.length, "pair has its", "pairs have their")} other host elsewhere, which decides with its witness.`,
        ]
      : []),
    ...(whole.length > 0 ? [`${countWords(whole.length, "pair has", "pairs have")} both hosts there: ${stands}.`] : []),
  ];
}
