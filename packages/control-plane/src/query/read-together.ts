import type { Queryable } from "@v-available/db/database";
import { getTableColumns, getTableName, type SQL, sql } from "drizzle-orm";
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

const named = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A table's columns by their keys, as text: to build it of its parts anew with each question takes as long as the answer. */
const columnsOf = new WeakMap<PgTable, string>();
function columnsAsText(table: PgTable): string {
  const known = columnsOf.get(table);
  if (known !== undefined) return known;
  const columns = Object.entries(getTableColumns(table))
    .map(([key, column]) => `${named(getTableName(table))}.${named(column.name)} as ${named(key)}`)
    .join(", ");
  columnsOf.set(table, columns);
  return columns;
}

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
    const own = sql.raw(columnsAsText(table));
    const rows = sql`select ${own} from ${table} where ${where ?? sql`true`} ${ending ?? sql``}`;
    return sql`(select coalesce(json_agg(part), '[]'::json) from (${rows}) part) as ${sql.identifier(name)}`;
  });
  const { rows } = (await db.execute(sql`select ${sql.join(columns, sql`, `)}`)) as unknown as { rows: Rows<Parts>[] };
  const [row] = rows;
  if (!row) throw new Error("a statement of sub-selects has one row");
  return row;
}
