import { freeHost } from "@v-available/db/schema/free-host";
import { host } from "@v-available/db/schema/host";
import { hostPair } from "@v-available/db/schema/host-pair";
import { link } from "@v-available/db/schema/link";
import { site } from "@v-available/db/schema/site";
import { vm } from "@v-available/db/schema/vm";
import { witness } from "@v-available/db/schema/witness";
import type { Observed, ObservedKind } from "@v-available/domain/observed";
import { eq, getTableColumns, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import { type FactWriter, inChunks } from "../ledger";
import type { Known } from "./fleet";

export const TABLE_OF = { site, pair: hostPair, host, "free-host": freeHost, link, witness, vm } as const;
export const OBSERVED_KINDS = Object.keys(TABLE_OF) as ObservedKind[];

/** What each noun keeps beside the whole observation, to be filtered and sorted by. */
function keyColumns(observed: Observed): Record<string, unknown> {
  switch (observed.kind) {
    case "site":
    case "free-host":
      return {};
    case "pair":
      return { siteRef: observed.siteRef, heardAtMs: observed.observedAtMs };
    case "host":
    case "link":
      return { pairRef: observed.pairRef, state: observed.state };
    case "witness":
      return { pairRef: observed.pairRef };
    case "vm":
      return { pairRef: observed.pairRef, desiredPower: observed.desiredPower };
  }
}

/** One statement for each noun, however many of them changed. */
export async function writeThings(writer: FactWriter, adapter: string, things: readonly Known[]): Promise<void> {
  for (const kind of OBSERVED_KINDS) {
    const known = things.filter(({ observed }) => observed.kind === kind);
    if (known.length === 0) continue;
    const table: PgTable = TABLE_OF[kind];
    const { id, ...columns } = getTableColumns(TABLE_OF[kind]);
    const set = Object.fromEntries(
      Object.entries(columns).map(([name, column]) => [name, sql`excluded.${sql.identifier(column.name)}`]),
    );
    if (kind === "site") keepGiven(set);
    await inChunks(known, 1_000, (chunk) =>
      writer.db
        .insert(table)
        .values(
          chunk.map(({ id: knownId, firstSeenAtMs, observed }) => ({
            id: knownId,
            adapter,
            ref: observed.ref,
            revision: writer.revision,
            name: nameOf(observed),
            firstSeenAtMs,
            removedAtMs: null,
            ...keyColumns(observed),
            observed,
          })) as (typeof table.$inferInsert)[],
        )
        .onConflictDoUpdate({ target: id, set }),
    );
  }
}

/** What people have said of a site is theirs: the watch never writes over it. */
function keepGiven(set: Record<string, unknown>): void {
  for (const name of ["givenName", "givenLocation", "latitude", "longitude"]) delete set[name];
  set.name = sql`coalesce(${site.givenName}, excluded.name)`;
}

export async function markGone(writer: FactWriter, kind: ObservedKind, id: string): Promise<void> {
  const table = TABLE_OF[kind];
  await writer.db.update(table).set({ removedAtMs: writer.nowMs, revision: writer.revision }).where(eq(table.id, id));
}

const LINK_NAME = {
  "availability-a": "availability link A",
  "availability-b": "availability link B",
  management: "management link",
  business: "business link",
  wan: "WAN link",
} as const;

export function nameOf(observed: Observed): string {
  return observed.kind === "link" ? LINK_NAME[observed.linkKind] : observed.name;
}
