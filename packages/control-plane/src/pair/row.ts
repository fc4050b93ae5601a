import {
  asHeard,
  availabilityLinks,
  copiedRatio,
  isResyncing,
  isStale,
  partnerOf,
} from "@v-available/domain/pair-facts";
import { pairStateOf } from "@v-available/domain/pair-state";
import { countsAsProtected, isExposed, worstOf } from "@v-available/domain/protection-rank";
import { otherSide, type Side } from "@v-available/domain/state";
import type { SiteRecord } from "../query/fleet-rows";
import type { PicturedPair, PicturedVm } from "../query/picture";
import type { PairHeadline } from "../view/headline";
import type { PairGlyphFacts, PairRow } from "../view/pair";

export const pairHeadline = ({ row, standing, facts }: PicturedPair): PairHeadline => ({
  state: standing.state,
  was: isStale(facts) ? pairStateOf(asHeard(facts)).state : standing.state,
  reason: standing.reason,
  next: standing.next,
  observedAtMs: row.heardAtMs,
});

export function pairGlyph(pair: PicturedPair): PairGlyphFacts {
  const { facts, vms, standing } = pair;
  const on = vms.filter(({ row }) => row.observed.desiredPower === "on");
  const onB = on.filter(({ row }) => row.observed.activeSide === "b").length;
  const link = (kind: "availability-a" | "availability-b") =>
    availabilityLinks(facts).find(({ linkKind }) => linkKind === kind)?.state ?? "Unknown";
  const resyncs = vms
    .filter(({ row }) => isResyncing(row.observed))
    .map(({ row }) => ({ ratio: copiedRatio(row.observed), side: partnerOf(row.observed) }))
    .sort((a, b) => a.ratio - b.ratio);
  return {
    hosts: { a: facts.hosts.a?.state ?? "Unknown", b: facts.hosts.b?.state ?? "Unknown" },
    activeSide: activeSide(onB, on.length),
    links: { a: link("availability-a"), b: link("availability-b") },
    witnessSeenBy: standing.witnessSeenBy,
    worst: worstOf(vms.filter((machine) => !isByChoice(machine)).map(({ protection }) => protection.state)),
    resync: resyncs[0] ?? null,
    twoSites: facts.hosts.a?.siteRef !== facts.hosts.b?.siteRef,
    held: vms.some(({ row }) => row.observed.held),
  };
}

const isAsked = ({ protection }: PicturedVm): boolean => protection.declared !== "unprotected";
/** Declared with one copy and running on it: no trouble of the pair. */
const isByChoice = (machine: PicturedVm): boolean => !isAsked(machine) && machine.protection.state === "Unprotected";

const activeSide = (onB: number, total: number): Side => (onB * 2 > total ? "b" : otherSide("b"));

/** @param sites those of the picture: a pair may stand at two of them */
export function pairRow(pair: PicturedPair, sites: readonly SiteRecord[]): PairRow {
  const { row, site, vms, standing, openAlarms } = pair;
  const exposed = vms.filter(({ protection }) => isExposed(protection));
  const since = exposed.flatMap(({ exposedSinceMs }) => exposedSinceMs ?? []);
  return {
    id: row.id,
    revision: row.revision,
    name: row.name,
    adapter: row.adapter,
    site: { id: site?.id ?? "", name: site?.name ?? row.siteRef },
    otherSite: otherSiteOf(pair, sites),
    region: site?.observed.region ?? "",
    headline: pairHeadline(pair),
    glyph: pairGlyph(pair),
    hostNames: { a: pair.hosts.a?.name ?? "host A", b: pair.hosts.b?.name ?? "host B" },
    machineCount: vms.length,
    askedCount: vms.filter(isAsked).length,
    protectedCount: vms.filter(({ protection }) => countsAsProtected(protection)).length,
    exposedCount: exposed.length,
    exposedSinceMs: since.length > 0 ? Math.min(...since) : null,
    etaAtMs: standing.etaAtMs,
    openAlarms: openAlarms.length,
  };
}

function otherSiteOf({ row, hosts }: PicturedPair, sites: readonly SiteRecord[]): PairRow["otherSite"] {
  const ref = hosts.b?.observed.siteRef;
  if (ref === undefined || ref === hosts.a?.observed.siteRef) return null;
  const site = sites.find((one) => one.adapter === row.adapter && one.ref === ref);
  return site ? { id: site.id, name: site.name } : null;
}
