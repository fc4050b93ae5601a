import type { Queryable } from "@v-available/db/database";
import { getTableColumns, type SQL, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";

interface Part {
  readonly table: PgTable;
  readonly where?: SQL | undefined;
  /** What follows the condition: an order, a limit. */
  readonly ending?: SQL | undefined;
}

type Rows<Parts extends Readonly<Record<string, Part>>> = {
  [Name in keyof Parts]: Parts[Name]["table"]["$inferSelect"][];
};

/**
 * Reads rows of several tables in one statement. A statement costs more than the rows that a page shows: on the embedded
 * database the work to parse and plan it, on a server the way there and back. The rows come as JSON, so this is for
 * columns that JSON carries as they are: text, safe numbers, booleans and JSON itself.
 */
export async function readTogether<Parts extends Readonly<Record<string, Part>>>(
  db: Queryable,
  parts: Parts,
): Promise<Rows<Parts>> {
  const columns = Object.entries(parts).map(([name, { table, where, ending }]) => {
    const own = Object.entries(getTableColumns(table)).map(([key, column]) => sql`${column} as ${sql.identifier(key)}`);
    const rows = sql`select ${sql.join(own, sql`, `)} from ${table} where ${where ?? sql`true`} ${ending ?? sql``}`;
    return sql`(select coalesce(json_agg(part), '[]'::json) from (${rows}) part) as ${sql.identifier(name)}`;
  });
  const { rows } = (await db.execute(sql`select ${sql.join(columns, sql`, `)}`)) as unknown as { rows: Rows<Parts>[] };
  const [row] = rows;
  if (!row) throw new Error("a statement of sub-selects has one row");
  return row;
}
