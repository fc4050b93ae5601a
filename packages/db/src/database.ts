import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import { openPglite } from "./pglite";
import { openPostgres } from "./postgres";

/** Both engines behind one type: the same queries run on either. */
export type Queryable = PgDatabase<PgQueryResultHKT, Record<string, never>>;

export interface Listener {
  readonly onMessage: (payload: string) => void;
  /** The connection was gone for a while: notices may be missing, read what is newer. */
  readonly onReconnect: () => void;
}

export interface Database {
  readonly engine: "pglite" | "postgres";
  /** One snapshot, nothing written. */
  read<T>(work: (db: Queryable) => Promise<T>): Promise<T>;
  /** All of it or nothing. A thrown error rolls back. */
  transaction<T>(work: (db: Queryable) => Promise<T>): Promise<T>;
  /** Hear `pg_notify(channel, …)` of committed transactions, from any process. Returns the way to stop. */
  listen(channel: string, listener: Listener): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

export type DatabaseLocation =
  | { readonly kind: "pglite"; readonly directory: string }
  | { readonly kind: "postgres"; readonly url: string };

export interface DatabaseOptions {
  /** Told of connection trouble that heals by itself. */
  readonly onTrouble?: (message: string) => void;
}

/**
 * Opens the database and brings its schema up to date.
 * @throws Refusal with one sentence and its remedy: in use, not writable, damaged, unreachable, too old or too new
 */
export function openDatabase(location: DatabaseLocation, options: DatabaseOptions = {}): Promise<Database> {
  return location.kind === "pglite" ? openPglite(location.directory) : openPostgres(location.url, options);
}
