import { type PGlite, type PGliteOptions, type QueryOptions, type Transaction, types } from "@electric-sql/pglite";

const asItIs = (text: string): string => text;

/** The query builder reads these itself. */
export const ASKED_AS_TEXT: NonNullable<PGliteOptions["parsers"]> = {
  [types.TIMESTAMP]: asItIs,
  [types.TIMESTAMPTZ]: asItIs,
  [types.INTERVAL]: asItIs,
  [types.DATE]: asItIs,
};

type Asked = Pick<PGlite, "query">;

/**
 * The query builder says anew with each question how those are read, and PGlite then puts together the readers of all of
 * its hundreds of types: that takes longer than the question.
 */
const query =
  (asked: Asked): Asked["query"] =>
  (text, params, options) =>
    asked.query(text, params, withoutParsers(options));

function withoutParsers(options: QueryOptions | undefined): QueryOptions | undefined {
  if (options?.parsers === undefined) return options;
  const { parsers: _, ...rest } = options;
  return rest;
}

/** What the query builder asks of one that was made with `ASKED_AS_TEXT`. */
export const plainlyAsked = (client: PGlite): PGlite =>
  ({
    query: query(client),
    transaction: <T>(work: (tx: Transaction) => Promise<T>) =>
      client.transaction((tx) => work({ ...tx, query: query(tx) })),
  }) satisfies Pick<PGlite, "query" | "transaction"> as unknown as PGlite;
