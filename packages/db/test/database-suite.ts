import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { migrate } from "../src/migrate";
import { auditEntry } from "../src/schema/audit-entry";
import { ledger } from "../src/schema/ledger";
import { setting } from "../src/schema/setting";
import { type Engine, emptyDatabase, makeTestDatabase, type TestDatabase } from "../src/testing";

/** What both engines must do alike. */
export function describeDatabase(engine: Engine) {
  describe(`a database on ${engine}`, () => {
    let made: TestDatabase;
    beforeAll(async () => {
      made = await makeTestDatabase(engine);
    });
    beforeEach(() => emptyDatabase(made.database));
    afterAll(() => made.dispose());

    it("does nothing when it is migrated a second time", async () => {
      await made.database.transaction(migrate);
      const rows = await made.database.read((db) => db.select().from(ledger));
      const genesis = "0".repeat(64);
      expect(rows).toEqual([
        {
          id: 1,
          revision: 0,
          eventSequence: 0,
          eventHash: genesis,
          incidentNumber: 0,
          auditSequence: 0,
          auditHash: genesis,
        },
      ]);
    });

    it("lets nobody change, delete or empty the audit log", async () => {
      const execute = (statement: string) => made.database.transaction((db) => db.execute(sql.raw(statement)));
      await execute(`insert into audit_entry (sequence, revision, at_ms, kind, outcome, address, agent, previous_hash, hash)
        values (1, 1, 1, 'person.signIn', 'done', '', '', '', '')`);
      for (const statement of [
        "update audit_entry set outcome = 'refused'",
        "delete from audit_entry where sequence = 1",
        "truncate audit_entry",
      ])
        await expect(execute(statement)).rejects.toMatchObject({
          cause: { message: expect.stringContaining("The audit log is append-only") },
        });
      expect(await made.database.read((db) => db.select().from(auditEntry))).toMatchObject([{ outcome: "done" }]);
    });

    it("refuses a schema that a newer version wrote", async () => {
      const migrated = made.database.transaction(async (db) => {
        await db.execute(sql`insert into schema_migration (index, tag, sha256) values (999, '0999_future', 'x')`);
        await migrate(db);
      });
      await expect(migrated).rejects.toMatchObject({
        detail: {
          code: "illegal-transition",
          message: 'The database has the schema step "0999_future", which this version does not know.',
        },
      });
    });

    it("keeps nothing of a transaction that threw", async () => {
      await expect(
        made.database.transaction(async (db) => {
          await db.insert(setting).values({ key: "k", revision: 1, value: 1 });
          throw new Error("changed my mind");
        }),
      ).rejects.toThrow("changed my mind");
      expect(await made.database.read((db) => db.select().from(setting))).toEqual([]);
    });

    it("lets a reader write nothing", async () => {
      await expect(
        made.database.read((db) => db.insert(setting).values({ key: "k", revision: 1, value: 1 })),
      ).rejects.toThrow();
    });

    it("tells listeners of committed transactions only", async () => {
      const heard: string[] = [];
      const stop = await made.database.listen("news", { onMessage: (text) => heard.push(text), onReconnect: () => {} });
      const writer = await made.second();
      const say = (text: string) => (db: Parameters<Parameters<typeof writer.transaction>[0]>[0]) =>
        db.execute(sql`select pg_notify('news', ${text})`);
      await expect(
        writer.transaction(async (db) => {
          await say("never")(db);
          throw new Error("no");
        }),
      ).rejects.toThrow("no");
      await writer.transaction(say("committed"));
      await vi.waitFor(() => expect(heard).toEqual(["committed"]));
      await stop();
    });
  });
}
