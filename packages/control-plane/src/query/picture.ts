import type { Queryable } from "@v-available/db/database";
import type { PairWithMachines } from "@v-available/domain/pair-facts";
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

export const takePicture: TakePicture = async (db, nowMs, only) => pictureOf(await readRows(db, only), nowMs);

/** Takes pictures without reading again what has not changed. One for each process and database. */
export function keptPictures(): TakePicture {
  const kept = new KeptRows();
  return async (db, nowMs) => pictureOf(await kept.read(db), nowMs);
}

function groupedBy<T, Key>(members: readonly T[], keyOf: (member: T) => Key): ReadonlyMap<Key, T[]> {
  const groups = new Map<Key, T[]>();
  for (const member of members) {
    const key = keyOf(member);
    groups.get(key)?.push(member) ?? groups.set(key, [member]);
  }
  return groups;
}

/** Made once: to make one for each comparison costs more than all else that a picture takes. */
const NUMBERED = new Intl.Collator("en", { numeric: true });

function pictureOf(rows: FleetRows, nowMs: number): Picture {
  const { sites, pairs, hosts, links, witnesses, vms, exposures, openAlarms } = rows;
  const exposedSince = new Map(exposures.map((row) => [row.vmId, row.fromMs]));
  const byName = <T extends { name: string }>(named: readonly T[]) =>
    [...named].sort((a, b) => NUMBERED.compare(a.name, b.name));
  const grouped = <T extends { adapter: string; pairRef: string }>(members: readonly T[]) => {
    const map = groupedBy(members, (row) => `${row.adapter} ${row.pairRef}`);
    return (pair: PairRecord): T[] => map.get(`${pair.adapter} ${pair.ref}`) ?? [];
  };
  const [hostsOf, linksOf, witnessesOf, vmsOf] = [
    grouped(hosts),
    grouped(links),
    grouped(witnesses),
    grouped(byName(vms)),
  ];
  const alarmsOf = groupedBy(openAlarms, ({ pairId }) => pairId);
  const siteByKey = new Map(sites.map((row) => [`${row.adapter} ${row.ref}`, row]));

  const pictured = byName(pairs).map((row): PicturedPair => {
    const own = hostsOf(row);
    const side = (which: "a" | "b") => own.find(({ ref }) => ref === row.observed.hostRefs[which]) ?? null;
    const machines = vmsOf(row);
    const facts: PairWithMachines = {
      pair: row.observed,
      hosts: { a: side("a")?.observed ?? null, b: side("b")?.observed ?? null },
      links: linksOf(row).map(({ observed }) => observed),
      witnesses: witnessesOf(row).map(({ observed }) => observed),
      machines: machines.map(({ observed }) => observed),
      nowMs,
      staleAfterMs: STALE_AFTER_MS,
      observedAtMs: row.heardAtMs,
    };
    return {
      row,
      site: siteByKey.get(`${row.adapter} ${row.siteRef}`) ?? null,
      hosts: { a: side("a"), b: side("b") },
      links: linksOf(row),
      witnesses: [...witnessesOf(row)].sort((a, b) => Number(b.observed.preferred) - Number(a.observed.preferred)),
      vms: machines.map((machine) => ({
        row: machine,
        protection: protectionOf(machine.observed, facts),
        exposedSinceMs: exposedSince.get(machine.id) ?? null,
      })),
      facts,
      standing: pairStateOf(facts),
      openAlarms: alarmsOf.get(row.id) ?? [],
    };
  });
  const byPairId = new Map(pictured.map((pair) => [pair.row.id, pair]));
  const byVmId = new Map(
    pictured.flatMap((pair) => pair.vms.map((each) => [each.row.id, { vm: each, pair }] as const)),
  );
  return {
    nowMs,
    revision: rows.revision,
    sites,
    pairs: pictured,
    openAlarms,
    pair: (id) => byPairId.get(id),
    vm: (id) => byVmId.get(id),
    site: (id) => sites.find((row) => row.id === id),
  };
}
