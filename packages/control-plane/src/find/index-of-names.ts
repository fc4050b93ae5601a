import type { Queryable } from "@v-available/db/database";
import { alarm } from "@v-available/db/schema/alarm";
import { host } from "@v-available/db/schema/host";
import { hostPair } from "@v-available/db/schema/host-pair";
import { ledger } from "@v-available/db/schema/ledger";
import { site } from "@v-available/db/schema/site";
import { vm } from "@v-available/db/schema/vm";
import { bySeverity } from "@v-available/domain/alarm";
import type { Matchable } from "@v-available/domain/find-match";
import { FAULT_WORD } from "@v-available/domain/label";
import { gt, isNull } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { AlarmRecord } from "../query/fleet-rows";
import type { FoundThing } from "../view/find";

export interface Entry extends FoundThing, Matchable {}

/** All that can be found by its name, as of one revision. */
export interface Names {
  readonly revision: number;
  readonly machine: readonly Entry[];
  readonly pair: readonly Entry[];
  readonly site: readonly Entry[];
  readonly host: readonly Entry[];
  /** Open ones, the worst first. */
  readonly alarm: readonly (Entry & { readonly row: AlarmRecord })[];
}

interface Named {
  readonly id: string;
  readonly adapter: string;
  readonly ref: string;
  readonly name: string;
  /** Of the pair for a machine or a host, of the site for a pair. */
  readonly within: string;
}

type NamedKind = "machine" | "pair" | "site" | "host";
const TABLES = {
  machine: { table: vm, within: vm.pairRef },
  pair: { table: hostPair, within: hostPair.siteRef },
  site: { table: site, within: site.ref },
  host: { table: host, within: host.pairRef },
} as const satisfies Record<NamedKind, { table: unknown; within: PgColumn }>;
const KINDS = Object.keys(TABLES) as readonly NamedKind[];

const NUMBERED = new Intl.Collator("en", { numeric: true });

/** Kept from question to question: names change seldom, and what is newer carries its revision. */
export class IndexOfNames {
  readonly #named: Readonly<Record<NamedKind, Map<string, Named>>> = {
    machine: new Map(),
    pair: new Map(),
    site: new Map(),
    host: new Map(),
  };
  #names: Names | null = null;

  /** @param db one snapshot of committed facts */
  async read(db: Queryable): Promise<Names> {
    const [head] = await db.select({ revision: ledger.revision }).from(ledger);
    const revision = head?.revision ?? 0;
    const kept = this.#names;
    if (kept?.revision === revision) return kept;
    const anew = kept === null || kept.revision > revision;
    if (anew) for (const kind of KINDS) this.#named[kind].clear();
    let renamed = anew;
    for (const kind of KINDS) renamed = (await this.#take(db, kind, anew ? -1 : kept.revision)) || renamed;
    const things = renamed || kept === null ? this.#things() : kept;
    const alarms = await db.select().from(alarm).where(isNull(alarm.clearedAtMs));
    const placeOf = new Map(things.pair.map(({ id, name, detail }) => [id, `${name}, ${detail}`]));
    this.#names = {
      ...things,
      revision,
      alarm: alarms
        .sort((a, b) => bySeverity(a.severity, b.severity) || b.openedAtMs - a.openedAtMs)
        .map((row) => ({
          ...entry("alarm", row.id, `${FAULT_WORD[row.kind]}, ${row.subjectName}`, {
            detail: row.effect,
            around: (row.pairId === null ? undefined : placeOf.get(row.pairId)) ?? "",
            pairId: row.pairId,
          }),
          severity: row.severity,
          row,
        })),
    };
    return this.#names;
  }

  /** @returns whether any name or place is another now */
  async #take(db: Queryable, kind: NamedKind, after: number): Promise<boolean> {
    const { table, within } = TABLES[kind];
    const rows = await db
      .select({
        id: table.id,
        adapter: table.adapter,
        ref: table.ref,
        name: table.name,
        within,
        removedAtMs: table.removedAtMs,
      })
      .from(table)
      .where(gt(table.revision, after));
    const named = this.#named[kind];
    let renamed = false;
    for (const { removedAtMs, ...row } of rows) {
      const before = named.get(row.id);
      if (removedAtMs !== null) renamed = named.delete(row.id) || renamed;
      else {
        renamed ||= before === undefined || before.name !== row.name || before.within !== row.within;
        named.set(row.id, row);
      }
    }
    return renamed;
  }

  #things(): Pick<Names, NamedKind> {
    const all = (kind: NamedKind) => [...this.#named[kind].values()].sort((a, b) => NUMBERED.compare(a.name, b.name));
    const sites = new Map(all("site").map((row) => [`${row.adapter} ${row.ref}`, row]));
    const pairs = all("pair").map((row) => {
      const siteName = sites.get(`${row.adapter} ${row.within}`)?.name ?? row.within;
      return { key: `${row.adapter} ${row.ref}`, place: { id: row.id, name: row.name, siteName } };
    });
    const placeOf = new Map(pairs.map(({ key, place }) => [key, place]));
    const onPair = (kind: "machine" | "host") =>
      all(kind).map(({ id, name, adapter, within }) => {
        const place = placeOf.get(`${adapter} ${within}`);
        const detail = place ? `${place.name}, ${place.siteName}` : "";
        return entry(kind, id, name, { detail, around: detail, pairId: place?.id ?? null });
      });
    return {
      machine: onPair("machine"),
      host: onPair("host"),
      pair: pairs.map(({ place: { id, name, siteName } }) =>
        entry("pair", id, name, { detail: siteName, around: siteName, pairId: id }),
      ),
      site: [...sites.values()].map(({ id, name }) =>
        entry("site", id, name, { detail: "", around: "", pairId: null }),
      ),
    };
  }
}

const entry = (
  kind: Entry["kind"],
  id: string,
  name: string,
  { detail, around, pairId }: { detail: string; around: string; pairId: string | null },
): Entry => ({
  kind,
  id,
  name,
  detail,
  pairId,
  severity: null,
  key: name.toLowerCase(),
  around: around.toLowerCase(),
});
