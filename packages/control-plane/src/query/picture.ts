import type { Queryable } from "@v-available/db/database";
import { alarm } from "@v-available/db/schema/alarm";
import { exposure } from "@v-available/db/schema/exposure";
import { host } from "@v-available/db/schema/host";
import { hostPair } from "@v-available/db/schema/host-pair";
import { ledger } from "@v-available/db/schema/ledger";
import { link } from "@v-available/db/schema/link";
import { site } from "@v-available/db/schema/site";
import { vm } from "@v-available/db/schema/vm";
import { witness } from "@v-available/db/schema/witness";
import type { PairWithMachines } from "@v-available/domain/pair-facts";
import { type PairStanding, pairStateOf } from "@v-available/domain/pair-state";
import { protectionOf, type VmProtection } from "@v-available/domain/protection";
import { STALE_AFTER_MS } from "@v-available/domain/timing";
import { and, eq, isNull } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { readTogether } from "./read-together";

export type SiteRecord = typeof site.$inferSelect;
export type HostRecord = typeof host.$inferSelect;
export type LinkRecord = typeof link.$inferSelect;
export type WitnessRecord = typeof witness.$inferSelect;
export type VmRecord = typeof vm.$inferSelect;
export type PairRecord = typeof hostPair.$inferSelect;
export type AlarmRecord = typeof alarm.$inferSelect;

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

/** @param only reads just this pair, by its key in the adapter */
export async function takePicture(
  db: Queryable,
  nowMs: number,
  only?: { readonly adapter: string; readonly pairRef: string },
): Promise<Picture> {
  /** What is still there, of this pair alone where only one is asked for. */
  const standing = (table: { removedAtMs: PgColumn; adapter: PgColumn }, pairRef?: PgColumn) =>
    and(
      isNull(table.removedAtMs),
      only && eq(table.adapter, only.adapter),
      only && pairRef && eq(pairRef, only.pairRef),
    );
  const { heads, sites, pairs, hosts, links, witnesses, vms, exposures, openAlarms } = await readTogether(db, {
    heads: { table: ledger },
    sites: { table: site, where: standing(site) },
    pairs: { table: hostPair, where: standing(hostPair, hostPair.ref) },
    hosts: { table: host, where: standing(host, host.pairRef) },
    links: { table: link, where: standing(link, link.pairRef) },
    witnesses: { table: witness, where: standing(witness, witness.pairRef) },
    vms: { table: vm, where: standing(vm, vm.pairRef) },
    exposures: { table: exposure, where: isNull(exposure.toMs) },
    openAlarms: { table: alarm, where: isNull(alarm.clearedAtMs) },
  });

  const exposedSince = new Map(exposures.map((row) => [row.vmId, row.fromMs]));
  const byName = <T extends { name: string }>(rows: T[]) =>
    rows.sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
  const grouped = <T extends { adapter: string; pairRef: string }>(rows: readonly T[]) => {
    const map = new Map<string, T[]>();
    for (const row of rows) {
      const key = `${row.adapter} ${row.pairRef}`;
      map.get(key)?.push(row) ?? map.set(key, [row]);
    }
    return (pair: PairRecord): T[] => map.get(`${pair.adapter} ${pair.ref}`) ?? [];
  };
  const [hostsOf, linksOf, witnessesOf, vmsOf] = [
    grouped(hosts),
    grouped(links),
    grouped(witnesses),
    grouped(byName(vms)),
  ];
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
      witnesses: witnessesOf(row).sort((a, b) => Number(b.observed.preferred) - Number(a.observed.preferred)),
      vms: machines.map((machine) => ({
        row: machine,
        protection: protectionOf(machine.observed, facts),
        exposedSinceMs: exposedSince.get(machine.id) ?? null,
      })),
      facts,
      standing: pairStateOf(facts),
      openAlarms: openAlarms.filter(({ pairId }) => pairId === row.id),
    };
  });
  const byPairId = new Map(pictured.map((pair) => [pair.row.id, pair]));
  const byVmId = new Map(
    pictured.flatMap((pair) => pair.vms.map((each) => [each.row.id, { vm: each, pair }] as const)),
  );
  return {
    nowMs,
    revision: heads[0]?.revision ?? 0,
    sites,
    pairs: pictured,
    openAlarms,
    pair: (id) => byPairId.get(id),
    vm: (id) => byVmId.get(id),
    site: (id) => sites.find((row) => row.id === id),
  };
}
