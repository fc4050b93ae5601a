import type { Database, Queryable } from "@v-available/db/database";

export class Broken extends Error {
  override readonly name = "Broken";
}

/** A database whose transactions can be made to fail where a crash would hurt most. */
export interface BreakableDatabase extends Database {
  /**
   * The next writing transaction fails at its n-th statement and is rolled back; with "after commit" it is durable,
   * but whoever wrote it never hears of it.
   */
  breakAt(point: number | "after commit"): void;
  readonly broken: number;
  /** How many transactions are under way. */
  readonly busy: number;
  /** How many writing transactions were begun. */
  readonly written: number;
}

const STATEMENTS = new Set(["select", "insert", "update", "delete", "execute"]);

export function breakable(database: Database): BreakableDatabase {
  let point: number | "after commit" | null = null;
  let broken = 0;
  let busy = 0;
  let written = 0;
  const fail = (where: string): never => {
    broken++;
    throw new Broken(`broken ${where}`);
  };
  const watched = async <T>(work: () => Promise<T>): Promise<T> => {
    busy++;
    try {
      return await work();
    } finally {
      busy--;
    }
  };
  const fragile = (db: Queryable, failsAt: number): Queryable => {
    let statements = 0;
    return new Proxy(db, {
      get(target, name, receiver) {
        if (STATEMENTS.has(String(name)) && ++statements === failsAt) fail(`at statement ${failsAt}`);
        const value = Reflect.get(target, name, receiver);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  };
  return {
    engine: database.engine,
    read: (work) => watched(() => database.read(work)),
    transaction: (work) =>
      watched(async () => {
        written++;
        const at = point;
        point = null;
        if (typeof at === "number") {
          let reached = false;
          const answer = await database.transaction(async (db) => {
            const done = await work(fragile(db, at));
            reached = true;
            if (at > 1_000) fail("before the commit");
            return done;
          });
          // It had fewer statements than that: the break is for the next one.
          if (reached) point = at;
          return answer;
        }
        const answer = await database.transaction(work);
        if (at === "after commit") fail("after the commit");
        return answer;
      }),
    listen: (channel, listener) => database.listen(channel, listener),
    close: () => database.close(),
    breakAt(where) {
      point = where;
    },
    get broken() {
      return broken;
    },
    get busy() {
      return busy;
    },
    get written() {
      return written;
    },
  };
}
