import type { Queryable } from "@v-available/db/database";
import { freeHost } from "@v-available/db/schema/free-host";
import { isExposed } from "@v-available/domain/protection-rank";
import { type LinkState, SIDES } from "@v-available/domain/state";
import { isNull } from "drizzle-orm";
import { barredAtSite, barredByRole } from "../authorise";
import type { Actor } from "../desk";
import type { SiteRecord } from "../query/fleet-rows";
import type { Picture, PicturedPair, TakePicture } from "../query/picture";
import type { SiteLineView, SitesView, SiteView } from "../view/site";

/** Every place with what stands there, and the lines between them. */
export async function listSites(db: Queryable, nowMs: number, actor: Actor, take: TakePicture): Promise<SitesView> {
  const picture = await take(db, nowMs);
  const free = await db
    .select({ adapter: freeHost.adapter, observed: freeHost.observed })
    .from(freeHost)
    .where(isNull(freeHost.removedAtMs));
  const standing = standingAt(picture);
  const freeAt = new Map<string, number>();
  for (const { adapter, observed } of free) {
    const key = keyOf(adapter, observed.siteRef);
    freeAt.set(key, (freeAt.get(key) ?? 0) + 1);
  }
  return {
    sites: picture.sites
      .map((row) => siteView(row, standing, freeAt.get(keyOf(row.adapter, row.ref)) ?? 0, actor))
      .sort((one, two) => one.region.localeCompare(two.region) || one.name.localeCompare(two.name)),
    lines: linesOf(picture),
  };
}

const keyOf = (adapter: string, of: string): string => `${adapter} ${of}`;
const siteRefs = ({ hosts }: PicturedPair): readonly string[] =>
  SIDES.flatMap((side) => hosts[side]?.observed.siteRef ?? []);

interface Standing {
  /** By the site's key in its adapter. */
  readonly pairs: ReadonlyMap<string, readonly PicturedPair[]>;
  /** By the name that its adapter has for it. */
  readonly witnesses: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Gathered once for all sites: a large fleet has as many of them as pairs. */
function standingAt(picture: Picture): Standing {
  const pairs = new Map<string, PicturedPair[]>();
  const witnesses = new Map<string, Set<string>>();
  for (const pair of picture.pairs) {
    const { adapter } = pair.row;
    for (const ref of new Set(siteRefs(pair))) {
      const key = keyOf(adapter, ref);
      pairs.get(key)?.push(pair) ?? pairs.set(key, [pair]);
    }
    for (const { name, observed } of pair.witnesses) {
      const key = keyOf(adapter, observed.siteName);
      witnesses.get(key)?.add(name) ?? witnesses.set(key, new Set([name]));
    }
  }
  return { pairs, witnesses };
}

function siteView(row: SiteRecord, standing: Standing, freeHostCount: number, actor: Actor): SiteView {
  const { observed } = row;
  const here = standing.pairs.get(keyOf(row.adapter, row.ref)) ?? [];
  const barred = barredByRole(actor, "change-sites") ?? barredAtSite(actor, { id: row.id, name: row.name });
  const position =
    row.latitude !== null && row.longitude !== null
      ? { latitude: row.latitude, longitude: row.longitude }
      : observed.position;
  return {
    id: row.id,
    name: row.name,
    revision: row.revision,
    observedName: observed.name,
    region: observed.region,
    role: observed.role,
    contact: observed.contact,
    location: row.givenLocation ?? observed.location,
    // Rows that were written before sites had one.
    position: position ?? null,
    pairs: here.map((pair) => ({
      id: pair.row.id,
      name: pair.row.name,
      state: pair.standing.state,
      spans: new Set(siteRefs(pair)).size > 1,
    })),
    machineCount: here.reduce((sum, { vms }) => sum + vms.length, 0),
    exposedCount: here.reduce((sum, { vms }) => sum + vms.filter(({ protection }) => isExposed(protection)).length, 0),
    hostCount: here.reduce((sum, pair) => sum + siteRefs(pair).filter((ref) => ref === row.ref).length, 0),
    freeHostCount,
    witnesses: [...(standing.witnesses.get(keyOf(row.adapter, observed.name)) ?? [])],
    openAlarms: here.reduce((sum, { openAlarms }) => sum + openAlarms.length, 0),
    forbiddenBecause: barred && `${barred.message} ${barred.remedy}`,
  };
}

/** Worst first. */
const BADNESS: Readonly<Record<LinkState, number>> = {
  Down: 0,
  OutOfService: 1,
  Flapping: 2,
  Unknown: 3,
  Degraded: 4,
  Up: 5,
};
const worst = (states: readonly LinkState[]): LinkState =>
  [...states].sort((one, two) => BADNESS[one] - BADNESS[two])[0] ?? "Unknown";

interface Strand {
  readonly from: SiteRecord;
  readonly to: SiteRecord;
  readonly kind: SiteLineView["kind"];
  readonly state: LinkState;
  readonly rttMs: number | null;
  readonly pairName: string;
}

function linesOf(picture: Picture): SiteLineView[] {
  const bundles = new Map<string, Strand[]>();
  const byRef = new Map(picture.sites.map((site) => [keyOf(site.adapter, site.ref), site]));
  const byName = new Map(picture.sites.map((site) => [keyOf(site.adapter, site.observed.name), site]));
  for (const pair of picture.pairs)
    for (const strand of strandsOf(pair, byRef, byName)) {
      const ends = [strand.from.id, strand.to.id].sort().join(" ");
      const key = `${strand.kind} ${ends}`;
      bundles.get(key)?.push(strand) ?? bundles.set(key, [strand]);
    }
  return [...bundles.values()].flatMap((strands): SiteLineView[] => {
    const [first] = strands;
    if (!first) return [];
    const known = strands.flatMap(({ rttMs }) => rttMs ?? []);
    return [
      {
        ...{ from: first.from.id, to: first.to.id, kind: first.kind, state: worst(strands.map(({ state }) => state)) },
        rttMs: known.length > 0 ? Math.max(...known) : null,
        pairNames: [...new Set(strands.map(({ pairName }) => pairName))],
      },
    ];
  });
}

type Index = ReadonlyMap<string, SiteRecord>;

function strandsOf(pair: PicturedPair, byRef: Index, byName: Index): Strand[] {
  const at = (index: Index, of: string | undefined) => index.get(keyOf(pair.row.adapter, of ?? ""));
  const [a, b] = [at(byRef, pair.hosts.a?.observed.siteRef), at(byRef, pair.hosts.b?.observed.siteRef)];
  const strand = (
    kind: Strand["kind"],
    from: SiteRecord | undefined,
    to: SiteRecord | undefined,
    state: LinkState,
    rttMs: number | null,
  ): Strand[] => (from && to && from !== to ? [{ from, to, kind, state, rttMs, pairName: pair.row.name }] : []);
  const between = pair.links.flatMap(({ observed }) =>
    observed.linkKind === "availability-a" || observed.linkKind === "availability-b"
      ? strand("pair", a, b, observed.state, observed.rttP50Ms)
      : [],
  );
  const recovery = at(byName, pair.row.observed.recoveryTarget?.siteName);
  const wan = pair.links.find(({ observed }) => observed.linkKind === "wan")?.observed;
  const copies = recovery ? strand("recovery", a, recovery, wan?.state ?? "Unknown", wan?.rttP50Ms ?? null) : [];
  const watched = pair.witnesses.flatMap(({ observed }) =>
    SIDES.flatMap((side) => {
      const { reachable, rttMs } = observed.seenBy[side];
      return strand("witness", side === "a" ? a : b, at(byName, observed.siteName), reachable ? "Up" : "Down", rttMs);
    }),
  );
  return [...between, ...copies, ...watched];
}
