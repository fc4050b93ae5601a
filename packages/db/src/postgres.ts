import { Refusal } from "@v-available/domain/refusal";
import { drizzle } from "drizzle-orm/node-postgres";
import { Client, Pool } from "pg";
import type { Database, DatabaseOptions, Queryable } from "./database";
import { migrate } from "./migrate";
import { listenOnPostgres } from "./postgres-listener";

const CONNECT_TIMEOUT_MS = 5_000;
const OLDEST_SERVER = 15;

/** A PostgreSQL server, shared with other processes. */
export async function openPostgres(url: string, { onTrouble = () => {} }: DatabaseOptions): Promise<Database> {
  const pool = new Pool({ connectionString: url, max: 10, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  // Without a listener an idle connection that the server closes would end the process.
  pool.on("error", (error) => onTrouble(`A connection to PostgreSQL was lost: ${error.message}`));
  const db = drizzle(pool);
  const told = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw connectionRefusal(error, url) ?? error;
    }
  };
  try {
    await told(async () => {
      const { rows } = await pool.query<{ version: number }>(
        "select current_setting('server_version_num')::int / 10000 as version",
      );
      const version = rows[0]?.version ?? 0;
      if (version < OLDEST_SERVER) throw tooOld(version);
      await migrate(db as unknown as Queryable);
    });
  } catch (error) {
    await pool.end();
    throw error;
  }
  return {
    engine: "postgres",
    read: (work) =>
      told(() =>
        db.transaction((tx) => work(tx as unknown as Queryable), {
          isolationLevel: "repeatable read",
          accessMode: "read only",
        }),
      ),
    transaction: (work) => told(() => db.transaction((tx) => work(tx as unknown as Queryable))),
    listen: (channel, listener) =>
      told(() =>
        listenOnPostgres(
          () => new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS, keepAlive: true }),
          channel,
          listener,
          onTrouble,
        ),
      ),
    close: () => pool.end(),
  };
}

const tooOld = (version: number) =>
  new Refusal({
    code: "unsupported",
    message: `The PostgreSQL server is version ${version}; ${OLDEST_SERVER} or newer is needed.`,
    field: "DATABASE_URL",
    value: version,
    limit: `${OLDEST_SERVER} or newer`,
    remedy: "Upgrade the server or point DATABASE_URL at a newer one.",
  });

const NO_ANSWER = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENOENT",
  "EPIPE",
  "57P01", // the administrator is shutting it down
  "57P02",
  "57P03",
  "08006",
  "08003",
  "53300", // too many connections
]);
const SIGN_IN = new Set(["28P01", "28000"]);

/** What a failed connection means to a person; null where the connection was not what failed. */
export function connectionRefusal(error: unknown, url: string): Refusal | null {
  if (error instanceof Refusal) return null;
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code = (cause as { code?: string }).code ?? "";
    const where = addressOf(url);
    if (NO_ANSWER.has(code) || /timeout|Connection terminated/i.test(cause.message)) {
      return new Refusal(
        {
          code: "unreachable",
          message: `PostgreSQL at ${where} does not answer${code ? ` (${code})` : ""}.`,
          field: "DATABASE_URL",
          value: where,
          remedy: "Start the server, or correct DATABASE_URL. Hosts and machines go on without it.",
        },
        { cause: error },
      );
    }
    if (SIGN_IN.has(code)) return refused(where, "refuses this user or password", error);
    if (code === "3D000") return refused(where, "has no such database", error);
    if (code === "42501") return refused(where, "does not let this user create tables", error);
  }
  return null;
}

const refused = (where: string, what: string, cause: unknown) =>
  new Refusal(
    {
      code: "blocked",
      message: `PostgreSQL at ${where} ${what}.`,
      field: "DATABASE_URL",
      value: where,
      remedy: "Correct DATABASE_URL or the rights of its user.",
    },
    { cause },
  );

/** Host, port and database only: a password never reaches a message. */
function addressOf(url: string): string {
  try {
    const { hostname, port, pathname, searchParams } = new URL(url);
    return `${searchParams.get("host") ?? hostname}:${port || 5432}${pathname}`;
  } catch {
    return "the address in DATABASE_URL";
  }
}
