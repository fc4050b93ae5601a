import type { Database } from "@v-available/db/database";
import { auditEntry } from "@v-available/db/schema/audit-entry";
import { setting } from "@v-available/db/schema/setting";
import { type Engine, emptyDatabase, makeTestDatabase, type TestDatabase } from "@v-available/db/testing";
import { Refusal } from "@v-available/domain/refusal";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { attempt, type Deed, perform } from "../src/audit/deed";
import { sealEntry } from "../src/audit/seal";
import { verifyLog } from "../src/audit/verify";
import { VirtualClock } from "./virtual-clock";
import { OPERATOR } from "./world";

const log = { info() {}, warn() {}, error: (message: string) => expect.fail(message) };
const clock = new VirtualClock(1_780_000_000_000);
const DEED: Deed = { kind: "policy.label", by: OPERATOR, subject: { kind: "vm", name: "erp-db" }, reason: null };

/** Sets one value, as a verb does; a negative one is refused after it was written. */
export const set = (db: Database, key: string, value: number, deed = DEED) =>
  attempt({ db, clock, log }, deed, () =>
    perform({ db, clock }, deed, async (writer) => {
      await writer.db.insert(setting).values({ key, revision: writer.revision, value });
      if (value < 0) throw new Refusal({ code: "blocked", message: "It was not set: it is below 0.", value });
      return { answer: value, before: null, after: { [key]: value } };
    }),
  );

/** What both engines must do alike. */
export function describeAudit(engine: Engine) {
  describe(`the audit log on ${engine}`, () => {
    let made: TestDatabase;
    let db: Database;
    beforeAll(async () => {
      made = await makeTestDatabase(engine);
      db = made.database;
    });
    afterAll(() => made.dispose());
    beforeEach(() => emptyDatabase(db));
    const rows = () => db.read((tx) => tx.select().from(auditEntry).orderBy(auditEntry.sequence));
    /** As somebody would who has the whole database in hand. */
    const tamper = (statement: string) =>
      db.transaction(async (tx) => {
        await tx.execute(sql`set local session_replication_role = replica`);
        await tx.execute(sql.raw(statement));
      });
    const five = async () => {
      for (const value of [1, 2, 3, 4, 5]) await set(db, `key ${value}`, value);
    };

    it("is one chain, however many consoles write at once", async () => {
      const other = await made.second();
      const asked = Array.from({ length: 60 }, (_, at) =>
        set(at % 2 === 0 ? db : other, `key ${at}`, at % 5 === 0 ? -1 : at).catch((error: unknown) => error),
      );
      const answers = await Promise.all(asked);
      expect(answers.filter((answer) => answer instanceof Refusal)).toHaveLength(12);
      const entries = await rows();
      expect(entries.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 60 }, (_, at) => at + 1));
      expect(entries.filter(({ outcome }) => outcome === "refused")).toHaveLength(12);
      expect(await db.read((tx) => tx.$count(setting))).toBe(48);
      expect(await verifyLog(db)).toEqual({ intact: true, upTo: 60 });
    });

    it("says which entry is the first that is not as it was written", async () => {
      const found: Record<string, unknown> = {};
      const {
        sequence: _,
        atMs,
        previousHash,
        hash,
        ...forged
      } = sealEntry(
        { ...(await entryToForge()), personName: "Eve" },
        { sequence: 3, atMs: clock.nowMs(), previousHash: "0".repeat(64) },
      );
      const CHANGES = {
        altered: "update audit_entry set person_name = 'Eve' where sequence = 3",
        "altered in what was before and after": `update audit_entry set after = '{"key 4": 5}' where sequence = 4`,
        "taken out": "delete from audit_entry where sequence = 2",
        "sealed anew": `update audit_entry set person_name = '${forged.personName}', previous_hash = '${previousHash}', hash = '${hash}', at_ms = ${atMs} where sequence = 3`,
        "cut off at the end": "delete from audit_entry where sequence >= 4",
        "cut off at the beginning": "delete from audit_entry where sequence = 1",
        "put at the end": `insert into audit_entry select 6, revision, at_ms, kind, outcome, person_id, person_name, role,
          address, agent, subject_kind, subject_id, subject_name, site_id, task_id, reason, before, after, refusal, hash, hash
          from audit_entry where sequence = 5`,
      };
      for (const [what, statement] of Object.entries(CHANGES)) {
        await emptyDatabase(db);
        await five();
        expect(await verifyLog(db), what).toEqual({ intact: true, upTo: 5 });
        await tamper(statement);
        found[what] = await verifyLog(db);
      }
      expect(found).toEqual({
        altered: { intact: false, sequence: 3, problem: "altered" },
        "altered in what was before and after": { intact: false, sequence: 4, problem: "altered" },
        "taken out": { intact: false, sequence: 2, problem: "gap" },
        "sealed anew": { intact: false, sequence: 3, problem: "broken-link" },
        "cut off at the end": { intact: false, sequence: 4, problem: "cut-off" },
        "cut off at the beginning": { intact: false, sequence: 1, problem: "gap" },
        "put at the end": { intact: false, sequence: 6, problem: "beyond-end" },
      });
    });

    async function entryToForge() {
      await set(db, "key", 1);
      const [row] = await rows();
      if (!row) throw new Error("there is no entry");
      const { revision: _, sequence: __, atMs: ___, previousHash: ____, hash: _____, ...draft } = row;
      return draft;
    }

    it("keeps what the database keeps, and so verifies what is odd in it", async () => {
      const odd = {
        a: -0,
        b: 1e21,
        c: 0.1 + 0.2,
        d: "nul \0 and half \ud800 a pair",
        e: [undefined, null],
        f: undefined,
      };
      await perform({ db, clock }, { ...DEED, reason: "lone \udfff and \0" }, async () => ({
        answer: null,
        before: odd,
        after: { "key \ud800": "ä €", deep: { z: 1, a: [{ y: 1, x: 2 }] } },
      }));
      expect(await verifyLog(db)).toEqual({ intact: true, upTo: 1 });
      expect((await rows())[0]).toMatchObject({
        reason: "lone \uFFFD and ",
        before: { d: "nul  and half \uFFFD a pair" },
      });
    });

    it("takes the deed and its entry together, or neither", async () => {
      await expect(set(db, "key", -1)).rejects.toThrow("It was not set");
      expect(await db.read((tx) => tx.$count(setting)), "what was refused is undone").toBe(0);
      await db.transaction((tx) => tx.execute(sql.raw("alter table audit_entry rename to away")));
      await expect(
        perform({ db, clock }, DEED, async (writer) => {
          await writer.db.insert(setting).values({ key: "key", revision: writer.revision, value: 1 });
          return { answer: null, before: null, after: null };
        }),
      ).rejects.toThrow();
      await db.transaction((tx) => tx.execute(sql.raw("alter table away rename to audit_entry")));
      expect(await db.read((tx) => tx.$count(setting)), "without an entry there is no deed").toBe(0);
      expect(await verifyLog(db)).toEqual({ intact: true, upTo: 1 });
    });
  });
}
