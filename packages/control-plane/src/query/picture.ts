import type { Queryable } from "@v-available/db/database";
import { movesWithTime } from "@v-available/domain/moves-with-time";
import { isStale, type PairWithMachines } from "@v-available/domain/pair-facts";
import { type PairStanding, pairStateOf } from "@v-available/domain/pair-state";
import { protectionOf, type VmProtection } from "@v-available/domain/protection";
import { STALE_AFTER_MS } from "@v-available/domain/timing";
import {
  type AlarmRecord,
  type FleetRows,
  type HostRecord,
  KeptRows,
  type LinkRecord,
  type PairRecord,
  readRows,
  type SiteRecord,
  type VmRecord,
  type WitnessRecord,
} from "./fleet-rows";

/** A machine with what follows from its facts at the moment of the question. */
export interface PicturedVm {
  readonly row: VmRecord;
  readonly protection: VmProtection;
  /** Since when it has less than was declared, as the watch saw it. */
  readonly exposedSinceMs: number | null;
}

/** A pair with all that belongs to it. */
export interface PicturedPair {
  readonly row: PairRecord;
  readonly site: SiteRecord | null;
  readonly hosts: { readonly a: HostRecord | null; readonly b: HostRecord | null };
  readonly links: readonly LinkRecord[];
  readonly witnesses: readonly WitnessRecord[];
  readonly vms: readonly PicturedVm[];
  readonly facts: PairWithMachines;
  readonly standing: PairStanding;
  readonly openAlarms: readonly AlarmRecord[];
}

/** The fleet, or one pair of it, as one snapshot shows it. */
export interface Picture {
  readonly nowMs: number;
  readonly revision: number;
  readonly sites: readonly SiteRecord[];
  readonly pairs: readonly PicturedPair[];
  /** Standing ones, of pairs and of adapters. */
  readonly openAlarms: readonly AlarmRecord[];
  pair(pairId: string): PicturedPair | undefined;
  vm(vmId: string): { readonly vm: PicturedVm; readonly pair: PicturedPair } | undefined;
  site(siteId: string): SiteRecord | undefined;
}

/** Takes a picture of the fleet, or of one pair by its key in the adapter, as this snapshot of the database has it. */
export type TakePicture = (
  db: Queryable,
  nowMs: number,
  only?: { readonly adapter: string; readonly pairRef: string },
) => Promise<Picture>;

export const takePicture: TakePicture = async (db, nowMs, only) =>
  pictureOf(await readRows(db, only), nowMs, new Map()).picture;

/** Takes pictures without reading or working out again what has not changed. One for each process and database. */
export function keptPictures(): TakePicture {
  const kept = new KeptRows();
  let last: ReadonlyMap<string, Told> = new Map();
  return async (db, nowMs) => {
    const { picture, told } = pictureOf(await kept.read(db), nowMs, last);
    last = told;
    return picture;
  };
}

/** A pair as it was pictured, with the facts that it was pictured from. */
interface Told {
  readonly facts: readonly unknown[];
  readonly pair: PicturedPair;
}

/** By identity: what changed is another object. */
const areSame = (facts: readonly unknown[], others: readonly unknown[]): boolean =>
  facts.length === others.length && facts.every((fact, at) => fact === others[at]);

function groupedBy<T, Key>(members: readonly T[], keyOf: (member: T) => Key): ReadonlyMap<Key, T[]> {
  const groups = new Map<Key, T[]>();
  for (const member of members) {
    const key = keyOf(member);
    groups.get(key)?.push(member) ?? groups.set(key, [member]);
  }
  return groups;
}

interface OfPair {
  readonly adapter: string;
  readonly pairRef: string;
}
/** By the list of rows: rows of which none changed are the same list, and need no second grouping. */
const groupings = new WeakMap<readonly OfPair[], ReadonlyMap<string, OfPair[]>>();

function ofEachPair<T extends OfPair>(members: readonly T[]): (pair: PairRecord) => T[] {
  const known = groupings.get(members) as ReadonlyMap<string, T[]> | undefined;
  const groups = known ?? groupedBy(members, (row) => `${row.adapter} ${row.pairRef}`);
  groupings.set(members, groups as ReadonlyMap<string, OfPair[]>);
  return (pair) => groups.get(`${pair.adapter} ${pair.ref}`) ?? [];
}

/** Made once: to make one for each comparison costs more than all else that a picture takes. */
const NUMBERED = new Intl.Collator("en", { numeric: true });

const byName = <T extends { name: string }>(named: readonly T[]): T[] =>
  [...named].sort((a, b) => NUMBERED.compare(a.name, b.name));

/** @param last what earlier pictures said: taken over where none of its facts changed */
function pictureOf(
  rows: FleetRows,
  nowMs: number,
  last: ReadonlyMap<string, Told>,
): { readonly picture: Picture; readonly told: ReadonlyMap<string, Told> } {
  const { sites, openAlarms } = rows;
  const exposedSince = new Map(rows.exposures.map((row) => [row.vmId, row.fromMs]));
  const [hostsOf, linksOf, witnessesOf, vmsOf] = [
    ofEachPair(rows.hosts),
    ofEachPair(rows.links),
    ofEachPair(rows.witnesses),
    ofEachPair(rows.vms),
  ];
  const alarmsOf = groupedBy(openAlarms, ({ pairId }) => pairId);
  const siteByKey = new Map(sites.map((row) => [`${row.adapter} ${row.ref}`, row]));

  const pictured = (row: PairRecord): Told => {
    const own = { hosts: hostsOf(row), links: linksOf(row), witnesses: witnessesOf(row), vms: vmsOf(row) };
    const site = siteByKey.get(`${row.adapter} ${row.siteRef}`) ?? null;
    const facts = [row.observed, site, ...own.hosts, ...own.links, ...own.witnesses, ...own.vms];
    const before = last.get(row.id);
    const rest = { row, site, openAlarms: alarmsOf.get(row.id) ?? [] };
    const moment = { nowMs, staleAfterMs: STALE_AFTER_MS, observedAtMs: row.heardAtMs };
    const exposed = (machine: VmRecord) => exposedSince.get(machine.id) ?? null;

    if (before && areSame(before.facts, facts)) {
      const now: PairWithMachines = { ...before.pair.facts, ...moment };
      if (!isStale(before.pair.facts) && !isStale(now)) {
        const vms = before.pair.vms.map((known) => {
          const exposedSinceMs = exposed(known.row);
          if (movesWithTime(known.row.observed))
            return { row: known.row, protection: protectionOf(known.row.observed, now), exposedSinceMs };
          return known.exposedSinceMs === exposedSinceMs ? known : { ...known, exposedSinceMs };
        });
        const standing = now.machines.some(movesWithTime) ? pairStateOf(now) : before.pair.standing;
        return { facts, pair: { ...before.pair, ...rest, facts: now, standing, vms } };
      }
    }

    const side = (which: "a" | "b") => own.hosts.find(({ ref }) => ref === row.observed.hostRefs[which]) ?? null;
    const hosts = { a: side("a"), b: side("b") };
    const machines = byName(own.vms);
    const ofPair: PairWithMachines = {
      pair: row.observed,
      hosts: { a: hosts.a?.observed ?? null, b: hosts.b?.observed ?? null },
      links: own.links.map(({ observed }) => observed),
      witnesses: own.witnesses.map(({ observed }) => observed),
      machines: machines.map(({ observed }) => observed),
      ...moment,
    };
    const pair: PicturedPair = {
      ...rest,
      hosts,
      links: own.links,
      witnesses: [...own.witnesses].sort((a, b) => Number(b.observed.preferred) - Number(a.observed.preferred)),
      vms: machines.map((machine) => ({
        row: machine,
        protection: protectionOf(machine.observed, ofPair),
        exposedSinceMs: exposed(machine),
      })),
      facts: ofPair,
      standing: pairStateOf(ofPair),
    };
    return { facts, pair };
  };

  const pairs = byName(rows.pairs).map(pictured);
  const told = new Map(pairs.map((each) => [each.pair.row.id, each]));
  let byVmId: ReadonlyMap<string, { readonly vm: PicturedVm; readonly pair: PicturedPair }> | null = null;
  const picture: Picture = {
    nowMs,
    revision: rows.revision,
    sites,
    pairs: pairs.map(({ pair }) => pair),
    openAlarms,
    pair: (id) => told.get(id)?.pair,
    vm: (id) => {
      byVmId ??= new Map(pairs.flatMap(({ pair }) => pair.vms.map((each) => [each.row.id, { vm: each, pair }])));
      return byVmId.get(id);
    },
    site: (id) => sites.find((row) => row.id === id),
  };
  return { picture, told };
}
