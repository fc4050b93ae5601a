import { Refusal } from "@v-available/domain/refusal";
import { sql } from "drizzle-orm";
import type { Queryable } from "./database";
import { MIGRATIONS } from "./migrations";

/** Any number will do as long as nobody else uses it in this database. */
const MIGRATION_LOCK = 7_460_114_201;

/** Applies what is missing, in one transaction, one process at a time. Run twice it does nothing the second time. */
export async function migrate(db: Queryable): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`);
    await tx.execute(
      sql`create table if not exists schema_migration (
        index integer primary key, tag text not null, sha256 text not null, applied_at timestamptz not null default now()
      )`,
    );
    const { rows } = (await tx.execute(
      sql`select index, tag, sha256 from schema_migration order by index`,
    )) as unknown as {
      rows: { index: number; tag: string; sha256: string }[];
    };
    for (const row of rows) {
      const known = MIGRATIONS.find(({ index }) => index === row.index);
      if (known?.sha256 !== row.sha256) throw differentSchema(row.tag);
    }
    for (const migration of MIGRATIONS.slice(rows.length)) {
      for (const statement of migration.statements) await tx.execute(sql.raw(statement));
      await tx.execute(
        sql`insert into schema_migration (index, tag, sha256) values (${migration.index}, ${migration.tag}, ${migration.sha256})`,
      );
    }
    await tx.execute(
      sql`insert into ledger (id, revision, event_sequence, event_hash, incident_number)
          values (1, 0, 0, ${"0".repeat(64)}, 0) on conflict do nothing`,
    );
  });
}

const differentSchema = (tag: string) =>
  new Refusal({
    code: "illegal-transition",
    message: `The database has the schema step "${tag}", which this version does not know.`,
    remedy: "Start the version that wrote it, or a newer one, or use another database.",
  });
