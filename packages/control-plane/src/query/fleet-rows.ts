import type { Queryable } from "@v-available/db/database";
import { adapterWatch } from "@v-available/db/schema/adapter-watch";
import { alarm } from "@v-available/db/schema/alarm";
import { exposure } from "@v-available/db/schema/exposure";
import { host } from "@v-available/db/schema/host";
import { hostPair } from "@v-available/db/schema/host-pair";
import { ledger } from "@v-available/db/schema/ledger";
import { link } from "@v-available/db/schema/link";
import { site } from "@v-available/db/schema/site";
import { vm } from "@v-available/db/schema/vm";
import { witness } from "@v-available/db/schema/witness";
import { heardAtMsOf } from "@v-available/domain/pair-facts";
import { and, eq, gt, isNull, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { readTogether } from "./read-together";

export type SiteRecord = typeof site.$inferSelect;
export type HostRecord = typeof host.$inferSelect;
export type LinkRecord = typeof link.$inferSelect;
export type WitnessRecord = typeof witness.$inferSelect;
export type VmRecord = typeof vm.$inferSelect;
export type PairRecord = typeof hostPair.$inferSelect;
type WatchRecord = typeof adapterWatch.$inferSelect;
export type AlarmRecord = typeof alarm.$inferSelect;

/** What a picture is made of, as of one revision. */
export interface FleetRows {
  readonly revision: number;
  readonly sites: readonly SiteRecord[];
  readonly pairs: readonly PairRecord[];
  readonly hosts: readonly HostRecord[];
  readonly links: readonly LinkRecord[];
  readonly witnesses: readonly WitnessRecord[];
  readonly vms: readonly VmRecord[];
  /** Running ones. */
  readonly exposures: readonly (typeof exposure.$inferSelect)[];
  readonly openAlarms: readonly AlarmRecord[];
}

/** @param only reads just this pair, by its key in the adapter */
export async function readRows(
  db: Queryable,
  only?: { readonly adapter: string; readonly pairRef: string },
): Promise<FleetRows> {
  /** What is still there, of this pair alone where only one is asked for. */
  const standing = (table: { removedAtMs: PgColumn; adapter: PgColumn }, pairRef?: PgColumn) =>
    and(
      isNull(table.removedAtMs),
      only && eq(table.adapter, only.adapter),
      only && pairRef && eq(pairRef, only.pairRef),
    );
  /** What names one of these by its id. */
  const of = (id: PgColumn, table: typeof vm | typeof hostPair, pairRef: PgColumn) =>
    only && sql`${id} in (select ${table.id} from ${table} where ${standing(table, pairRef)})`;
  const { heads, watches, ...rows } = await readTogether(db, {
    heads: { table: ledger },
    watches: { table: adapterWatch },
    sites: { table: site, where: standing(site) },
    pairs: { table: hostPair, where: standing(hostPair, hostPair.ref) },
    hosts: { table: host, where: standing(host, host.pairRef) },
    links: { table: link, where: standing(link, link.pairRef) },
    witnesses: { table: witness, where: standing(witness, witness.pairRef) },
    vms: { table: vm, where: standing(vm, vm.pairRef) },
    exposures: { table: exposure, where: and(isNull(exposure.toMs), of(exposure.vmId, vm, vm.pairRef)) },
    openAlarms: { table: alarm, where: and(isNull(alarm.clearedAtMs), of(alarm.pairId, hostPair, hostPair.ref)) },
  });
  return { ...rows, pairs: withHeard(rows.pairs, watches), revision: heads[0]?.revision ?? 0 };
}

/**
 * The rows of the last question, brought up to the snapshot of the next one: whatever is written carries its revision,
 * so only what is newer is read.
 */
export class KeptRows {
  #kept: FleetRows | null = null;

  /** @param db one snapshot of committed facts; never a transaction that writes */
  async read(db: Queryable): Promise<FleetRows> {
    const kept = this.#kept;
    const rows = (kept && (await newer(db, kept))) ?? (await readRows(db));
    this.#kept = rows;
    return rows;
  }
}

/** Null where this snapshot is older than what is kept: another reader was faster, or the database was put back. */
async function newer(db: Queryable, kept: FleetRows): Promise<FleetRows | null> {
  const since = (table: { revision: PgColumn }) => gt(table.revision, kept.revision);
  const read = await readTogether(db, {
    heads: { table: ledger },
    watches: { table: adapterWatch },
    sites: { table: site, where: since(site) },
    pairs: { table: hostPair, where: since(hostPair) },
    hosts: { table: host, where: since(host) },
    links: { table: link, where: since(link) },
    witnesses: { table: witness, where: since(witness) },
    vms: { table: vm, where: since(vm) },
    exposures: { table: exposure, where: isNull(exposure.toMs) },
    openAlarms: { table: alarm, where: isNull(alarm.clearedAtMs) },
  });
  const revision = read.heads[0]?.revision ?? 0;
  if (revision < kept.revision) return null;
  const toldAtMs = await signsOfLife(db);
  return {
    revision,
    sites: merged(kept.sites, read.sites),
    pairs: withHeard(merged(kept.pairs, read.pairs), read.watches, toldAtMs),
    hosts: merged(kept.hosts, read.hosts),
    links: merged(kept.links, read.links),
    witnesses: merged(kept.witnesses, read.witnesses),
    vms: merged(kept.vms, read.vms),
    exposures: read.exposures,
    openAlarms: read.openAlarms,
  };
}

/** When each pair was last told to be heard: that moves without a revision, and is small beside the rest of the row. */
async function signsOfLife(db: Queryable): Promise<Readonly<Record<string, number>>> {
  const { rows } = (await db.execute(
    sql`select coalesce(json_object_agg(id, heard_at_ms), '{}'::json) as told from ${hostPair} where removed_at_ms is null`,
  )) as unknown as { rows: { told: Readonly<Record<string, number>> }[] };
  return rows[0]?.told ?? {};
}

/** What is heard all the time is told of with its adapter alone. */
function withHeard(
  pairs: readonly PairRecord[],
  watches: readonly WatchRecord[],
  toldAtMs: Readonly<Record<string, number>> = {},
): readonly PairRecord[] {
  const allAtMs = new Map(watches.map(({ adapter, heardAtMs }) => [adapter, heardAtMs]));
  return pairs.map((row) => {
    const heardAtMs = heardAtMsOf(row.observed, toldAtMs[row.id] ?? row.heardAtMs, allAtMs.get(row.adapter) ?? null);
    return heardAtMs === row.heardAtMs ? row : { ...row, heardAtMs };
  });
}

function merged<Row extends { id: string; removedAtMs: number | null }>(
  kept: readonly Row[],
  changed: readonly Row[],
): readonly Row[] {
  if (changed.length === 0) return kept;
  const rows = new Map(kept.map((row) => [row.id, row]));
  for (const row of changed) {
    if (row.removedAtMs === null) rows.set(row.id, row);
    else rows.delete(row.id);
  }
  return [...rows.values()];
}
