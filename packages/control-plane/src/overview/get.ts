import type { Queryable } from "@v-available/db/database";
import { adapterWatch } from "@v-available/db/schema/adapter-watch";
import { exposure } from "@v-available/db/schema/exposure";
import { incident } from "@v-available/db/schema/incident";
import { lossConsent } from "@v-available/db/schema/loss-consent";
import { rollout } from "@v-available/db/schema/rollout";
import { workPlan } from "@v-available/db/schema/work-plan";
import { bySeverity } from "@v-available/domain/alarm";
import { overWords } from "@v-available/domain/incident";
import { dialStopOf } from "@v-available/domain/level";
import { plainSentence, sentenceOfTruth } from "@v-available/domain/sentence";
import { PROTECTION_STATES, type ProtectionState } from "@v-available/domain/state";
import { and, gte, isNotNull, isNull, lt, or, sql } from "drizzle-orm";
import { alarmRow, asksForPerson, isShelved, placeOf } from "../alarm/row";
import { type IncidentRecord, incidentView } from "../incident/view";
import { pairGlyph, pairHeadline } from "../pair/row";
import { type Picture, type PicturedPair, type TakePicture, takePicture } from "../query/picture";
import { readTogether } from "../query/read-together";
import { isActive } from "../rollout/find";
import type { HandledRow } from "../view/incident";
import type { LevelCounts, OverviewView, RegionCell, SiteCell } from "../view/overview";
import { headlineOf } from "../vm/row";
import { exposedSince, exposureOf } from "./exposure";
import { isOpenPlan, isWaitingConsent, underWay } from "./under-way";

const HANDLED_AT_MOST = 50;
const HANDLED_BEFORE_AT_MOST = 5;

export async function getOverview(
  db: Queryable,
  nowMs: number,
  take: TakePicture = takePicture,
): Promise<OverviewView> {
  const picture = await take(db, nowMs);
  const machines = picture.pairs.flatMap((pair) => pair.vms.map((machine) => ({ machine, pair })));
  const shelvedAlarms = picture.openAlarms.filter((row) => isShelved(row, nowMs)).length;
  const truth = sentenceOfTruth(
    machines.map(({ machine, pair }) => ({
      protection: machine.protection,
      siteId: pair.site?.id ?? "",
      siteName: pair.site?.name ?? pair.row.siteRef,
      exposedSinceMs: machine.exposedSinceMs,
      observedAtMs: pair.row.heardAtMs,
    })),
    nowMs,
    shelvedAlarms,
  );
  const byState = Object.fromEntries(PROTECTION_STATES.map((state) => [state, 0])) as Record<ProtectionState, number>;
  for (const { machine } of machines) byState[machine.protection.state]++;
  const { incidents, before, exposures, watches, ...matters } = await readTogether(db, {
    incidents: {
      table: incident,
      where: or(isNull(incident.restoredAtMs), gte(incident.openedAtMs, startOfDay(nowMs))),
      ending: sql`order by ${incident.openedAtMs} desc limit ${HANDLED_AT_MOST}`,
    },
    before: {
      table: incident,
      where: and(isNotNull(incident.restoredAtMs), lt(incident.openedAtMs, startOfDay(nowMs))),
      ending: sql`order by ${incident.openedAtMs} desc limit ${HANDLED_BEFORE_AT_MOST}`,
    },
    exposures: { table: exposure, where: exposedSince(nowMs) },
    watches: { table: adapterWatch },
    rollouts: { table: rollout, where: isActive },
    plans: { table: workPlan, where: isOpenPlan },
    consents: { table: lossConsent, where: isWaitingConsent(nowMs) },
  });
  const running = incidents.filter(({ restoredAtMs }) => restoredAtMs === null);
  return {
    nowMs,
    revision: picture.revision,
    sentence: { main: truth.lead, second: truth.trouble && plainSentence(truth.trouble.parts, hereZone()) },
    truth,
    regions: regionsOf(picture),
    machineCount: machines.length,
    pairCount: picture.pairs.length,
    siteCount: new Set(picture.pairs.map(({ site, row }) => site?.id ?? row.siteRef)).size,
    byState,
    levels: levelsOf(picture.pairs),
    needsPerson: picture.openAlarms
      .filter((row) => asksForPerson(row, nowMs))
      .sort((a, b) => bySeverity(a.severity, b.severity) || b.openedAtMs - a.openedAtMs)
      .map((row) => alarmRow(row, picture)),
    incidents: await Promise.all(running.map((row) => incidentView(db, row, picture))),
    underWay: await underWay(db, picture, matters, hereZone()),
    handledToday: incidents.map((row) => handledRow(row, picture)),
    handledBefore: before.map((row) => handledRow(row, picture)),
    exposure: exposureOf(exposures, watches, nowMs),
    openAlarms: picture.openAlarms.length,
    shelvedAlarms,
  };
}

const hereZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Midnight where the console runs: "today" is that of the people who look at it. */
function startOfDay(nowMs: number): number {
  return new Date(nowMs).setHours(0, 0, 0, 0);
}

function regionsOf(picture: Picture): RegionCell[] {
  const regions = new Map<string, Map<string, { id: string; name: string; pairs: PicturedPair[] }>>();
  for (const pair of picture.pairs) {
    const region = pair.site?.observed.region ?? "";
    const sites = regions.get(region) ?? new Map();
    regions.set(region, sites);
    const id = pair.site?.id ?? pair.row.siteRef;
    const site = sites.get(id) ?? { id, name: pair.site?.name ?? pair.row.siteRef, pairs: [] };
    sites.set(id, site);
    site.pairs.push(pair);
  }
  const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name);
  return [...regions]
    .map(([name, sites]) => ({ name, sites: [...sites.values()].map(siteCell).sort(byName) }))
    .sort(byName);
}

const siteCell = ({ id, name, pairs }: { id: string; name: string; pairs: PicturedPair[] }): SiteCell => ({
  id,
  name,
  pairs: pairs.map((pair) => ({
    id: pair.row.id,
    name: pair.row.name,
    headline: pairHeadline(pair),
    glyph: pairGlyph(pair),
    machines: pair.vms.map((machine) => ({
      id: machine.row.id,
      name: machine.row.name,
      declaredStop: dialStopOf(machine.row.observed.declared),
      power: machine.protection.power,
      remote: machine.row.observed.declared.separation === "site",
      disasterRecovery: machine.row.observed.declared.recovery !== "none",
      headline: headlineOf(machine, pair),
    })),
  })),
});

function levelsOf(pairs: readonly PicturedPair[]): LevelCounts {
  const declared = pairs.flatMap(({ facts }) => facts.machines.map((machine) => machine.declared));
  const at = (stop: ReturnType<typeof dialStopOf>) => declared.filter((each) => dialStopOf(each) === stop).length;
  return {
    faultTolerance: at("fault-tolerance"),
    highAvailability: at("high-availability"),
    unprotected: at("unprotected"),
    remoteAvailability: declared.filter(({ separation }) => separation === "site").length,
    disasterRecovery: declared.filter(({ recovery }) => recovery !== "none").length,
  };
}

function handledRow(row: IncidentRecord, picture: Picture): HandledRow {
  const running = row.restoredAtMs === null;
  return {
    incidentId: row.id,
    atMs: row.openedAtMs,
    pair: placeOf(row.pairId, picture).pair,
    title: row.title,
    severity: row.severity,
    outcome: row.restoredAtMs === null ? "still running" : overWords({ ...row, restoredAtMs: row.restoredAtMs }),
    running,
  };
}
