import type { Queryable } from "@v-available/db/database";
import { adapterWatch } from "@v-available/db/schema/adapter-watch";
import { freeHost } from "@v-available/db/schema/free-host";
import { hostPair } from "@v-available/db/schema/host-pair";
import { site } from "@v-available/db/schema/site";
import type { CapabilityAnswers } from "@v-available/domain/finding";
import type { PairCandidate } from "@v-available/domain/pair-candidate";
import { candidateOf, type FormingWorld } from "@v-available/domain/pair-forming";
import { STALE_AFTER_MS } from "@v-available/domain/timing";
import { isNull } from "drizzle-orm";
import { readTogether } from "../query/read-together";

export interface FreeHost {
  readonly row: typeof freeHost.$inferSelect;
  readonly site: typeof site.$inferSelect | null;
  readonly candidate: PairCandidate;
}

/** What is known of free hosts, and by which backend. */
export interface FreeHosts {
  readonly hosts: readonly FreeHost[];
  readonly capabilitiesOf: (adapter: string) => CapabilityAnswers;
  readonly adapters: readonly { readonly name: string; readonly able: CapabilityAnswers[string] }[];
  readonly pairNames: readonly string[];
}

export async function readFreeHosts(db: Queryable, nowMs: number): Promise<FreeHosts> {
  const { rows, sites, watches, pairs } = await readTogether(db, {
    rows: { table: freeHost, where: isNull(freeHost.removedAtMs) },
    sites: { table: site, where: isNull(site.removedAtMs) },
    watches: { table: adapterWatch },
    pairs: { table: hostPair, where: isNull(hostPair.removedAtMs) },
  });
  const watchOf = (adapter: string) => watches.find((watch) => watch.adapter === adapter);
  const capabilitiesOf = (adapter: string) => (watchOf(adapter)?.capabilities ?? {}) as CapabilityAnswers;
  const hosts = rows.map((row): FreeHost => {
    const ofAdapter = sites.filter(({ adapter }) => adapter === row.adapter);
    const candidate = candidateOf(row.observed, ofAdapter);
    const heardAtMs = watchOf(row.adapter)?.observedAtMs ?? 0;
    return {
      row,
      site: ofAdapter.find(({ ref }) => ref === row.observed.siteRef) ?? null,
      // Of a backend that is not heard nothing is believed, however well it was when it was heard last.
      candidate: { ...candidate, answers: candidate.answers && nowMs - heardAtMs <= STALE_AFTER_MS },
    };
  });
  return {
    hosts: hosts.sort((one, two) => one.row.name.localeCompare(two.row.name, "en", { numeric: true })),
    capabilitiesOf,
    adapters: watches.map(({ adapter }) => ({ name: adapter, able: capabilitiesOf(adapter)["form-pair"] })),
    pairNames: pairs.map(({ name }) => name),
  };
}

/** As one backend sees it: a pair is made by the one that has both hosts. */
export function formingWorld({ hosts, capabilitiesOf, pairNames }: FreeHosts, adapter: string): FormingWorld {
  return {
    pairNames,
    freeHosts: hosts.filter(({ row }) => row.adapter === adapter).map(({ candidate }) => candidate),
    capabilities: capabilitiesOf(adapter),
  };
}

/** The backend that has the first of these names; any one where none of them is known. */
export const adapterOf = ({ hosts, adapters }: FreeHosts, names: readonly (string | null)[]): string =>
  names.flatMap((name) => hosts.find(({ row }) => row.name === name)?.row.adapter ?? [])[0] ??
  hosts[0]?.row.adapter ??
  adapters.find(({ able }) => able?.supported)?.name ??
  adapters[0]?.name ??
  "";
