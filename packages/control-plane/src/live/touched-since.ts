import type { Queryable } from "@v-available/db/database";
import { sql } from "drizzle-orm";
import type { Touched, TouchedKind } from "../view/live";

/** More than this and the reader had better fetch everything anew. */
const LIMIT = 2_000;

const TABLES = [
  ["site", "site"],
  ["host", "host"],
  ["free-host", "free_host"],
  ["pair", "host_pair"],
  ["link", "link"],
  ["witness", "witness"],
  ["vm", "vm"],
  ["fault", "fault"],
  ["alarm", "alarm"],
  ["incident", "incident"],
  ["event", "event"],
  ["task", "task"],
  ["policy", "policy"],
  ["rollout", "rollout"],
  ["work-plan", "work_plan"],
  ["view", "machine_view"],
] as const satisfies readonly (readonly [TouchedKind, string])[];

/** All rows newer than a revision; null where there are too many. */
export async function touchedSince(db: Queryable, after: number): Promise<Touched[] | null> {
  const parts = TABLES.map(
    ([kind, table]) =>
      sql`(select ${sql.raw(`'${kind}'`)} as kind, id::text as id from ${sql.identifier(table)} where revision > ${after} limit ${LIMIT + 1})`,
  );
  const entries = sql`(select 'audit' as kind, sequence::text as id from audit_entry where revision > ${after} limit ${LIMIT + 1})`;
  const adapters = sql`(select 'adapter' as kind, adapter as id from adapter_watch where revision > ${after})`;
  const { rows } = (await db.execute(sql.join([...parts, entries, adapters], sql` union all `))) as unknown as {
    rows: { kind: TouchedKind; id: string }[];
  };
  return rows.length > LIMIT ? null : rows.map(({ kind, id }) => ({ kind, id, what: "state" }));
}
