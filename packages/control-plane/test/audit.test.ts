import { auditEntry } from "@v-available/db/schema/audit-entry";
import { emptyDatabase, makeTestDatabase, type TestDatabase } from "@v-available/db/testing";
import type { AuditEntry } from "@v-available/domain/audit";
import { verifyChain } from "@v-available/domain/event";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { perform, recordRefusal } from "../src/audit/deed";
import { exportAudit } from "../src/audit/export";
import { auditExportInput, auditListInput } from "../src/audit/input";
import { listAudit } from "../src/audit/list";
import { sha256 } from "../src/audit/seal";
import { verifyLog } from "../src/audit/verify";
import { type Access, openAccess } from "../src/person/access";
import { TRIES } from "../src/person/tries";
import { makeQueries } from "../src/query/queries";
import { describeAudit } from "./audit-suite";
import { SECRETS } from "./person-world";
import { VirtualClock } from "./virtual-clock";
import { actorOf, OPERATOR, VIEWER } from "./world";

describeAudit("pglite");

const FROM = { address: "192.0.2.7", agent: "a browser" };
const warned: string[] = [];
const log = { info() {}, warn: (message: string) => void warned.push(message), error() {} };

let made: TestDatabase;
let clock: VirtualClock;
beforeAll(async () => {
  made = await makeTestDatabase("pglite");
});
afterAll(() => made.dispose());
beforeEach(async () => {
  await emptyDatabase(made.database);
  clock = new VirtualClock(1_780_000_000_000);
  warned.length = 0;
});
const environment = () => ({ db: made.database, clock, log });
const rows = () => made.database.read((tx) => tx.select().from(auditEntry).orderBy(auditEntry.sequence));

describe("the audit of who comes and goes", () => {
  let access: Access;
  beforeEach(async () => {
    access = await openAccess(environment(), false, SECRETS);
  });
  afterEach(() => access.stop());

  it("has each way in and out, and never a secret", async () => {
    const password = "correct horse battery";
    const wrong = "another password that is wrong";
    const link = (await access.inviteFirstOwner()) ?? "";
    const first = await access.accept({ token: link, name: "Ada", password }, FROM);
    const ada = { ...(await access.find(first.token)), from: FROM } as Parameters<Access["invite"]>[1];
    const second = await access.invite({ role: "operator", sites: "all" }, ada);
    const ben = await access.accept({ token: second, name: "Ben", password }, FROM);
    await expect(access.accept({ token: second, name: "Eve", password }, FROM)).rejects.toThrow("used already");
    const personId = (await access.find(ben.token))?.personId ?? "";
    await access.changePerson({ personId, role: "viewer", sites: "all", disabled: false }, ada);
    await expect(access.invite({ role: "owner", sites: "all" }, VIEWER)).rejects.toThrow("may not change who may do");
    for (let tried = 0; tried < TRIES; tried++)
      await expect(access.signIn({ name: "Ben", password: wrong }, FROM)).rejects.toThrow();
    await expect(access.signIn({ name: "Ben", password }, FROM)).rejects.toThrow("Nobody can sign in with this name");
    await expect(access.signIn({ name: "my own password", password }, FROM)).rejects.toThrow();
    const third = await access.signIn({ name: "Ada", password }, FROM);
    const who = await access.find(third.token);
    if (!who) throw new Error("Ada is not signed in");
    await access.signOut({ ...who, from: FROM });

    const entries = await rows();
    expect(entries.map(({ kind, outcome, personName }) => [kind, outcome, personName])).toEqual([
      ["person.invite", "done", "v-Available"],
      ["person.accept", "done", "Ada"],
      ["person.invite", "done", "Ada"],
      ["person.accept", "done", "Ben"],
      ["person.accept", "refused", null],
      ["person.change", "done", "Ada"],
      ["person.invite", "refused", "Vic"],
      ...Array.from({ length: TRIES - 1 }, () => ["person.signIn", "refused", "Ben"]),
      ["person.lockOut", "refused", "Ben"],
      ["person.signIn", "refused", "Ben"],
      ["person.signIn", "refused", null],
      ["person.signIn", "done", "Ada"],
      ["person.signOut", "done", "Ada"],
    ]);
    expect(entries[5]).toMatchObject({
      subjectName: "Ben",
      before: { role: "operator", sites: "all", keptOut: false },
      after: { role: "viewer", sites: "all", keptOut: false },
      ...FROM,
    });
    expect(entries.find(({ kind }) => kind === "person.lockOut")).toMatchObject({
      before: { failedSignIns: TRIES - 1, lockedUntilMs: null },
      after: { failedSignIns: TRIES, lockedUntilMs: expect.any(Number) },
    });
    const text = JSON.stringify(entries);
    for (const secret of [password, wrong, "my own password", link, second, first.token, ben.token, third.token])
      expect(text.includes(secret), secret).toBe(false);
    expect(text).not.toMatch(/scrypt|passwordHash|tokenHash/i);
    expect(await verifyLog(made.database)).toEqual({ intact: true, upTo: entries.length });
  });
});

it("does not let whoever is not signed in fill it: sixty in a minute, and a line of the log for each that is more", async () => {
  const nobody = { personId: null, name: null, role: null, from: FROM };
  const refusal = { code: "unauthenticated", message: "Nobody is signed in here." } as const;
  const turnAway = () =>
    recordRefusal(environment(), { kind: "machine.stop", by: nobody, subject: null, reason: null }, refusal);
  for (let asked = 0; asked < 65; asked++) await turnAway();
  expect(await rows()).toHaveLength(60);
  expect(warned).toHaveLength(5);
  clock.moveTo(clock.nowMs() + 61_000);
  await turnAway();
  expect(await rows()).toHaveLength(61);
});

describe("reading it", () => {
  const HERE = "00000000-0000-7000-8000-00000000000a";
  /** Thirty entries, each a minute after the one before. */
  beforeEach(async () => {
    for (let at = 0; at < 30; at++) {
      const deed = {
        kind: at % 2 === 0 ? "machine.start" : "machine.stop",
        by: at % 3 === 0 ? VIEWER : OPERATOR,
        subject: { kind: "vm", name: at < 10 ? "erp-db" : "=cmd|calc" },
        reason: null,
      } as const;
      await perform(environment(), deed, async () => ({ answer: null, before: { at }, after: { at: at + 1 } }));
      clock.moveTo(clock.nowMs() + 60_000);
    }
  });
  const page = (input: object = {}, sites: "all" | string[] = "all") =>
    made.database.read((db) => listAudit(db, auditListInput.parse(input), sites));
  const sequences = async (input: object) => (await page(input)).entries.map(({ sequence }) => sequence);

  it("goes from page to page without a gap, whatever is written meanwhile", async () => {
    const first = await page({ limit: 12 });
    await perform(environment(), { kind: "machine.drill", by: OPERATOR, subject: null, reason: null }, async () => ({
      answer: null,
      before: null,
      after: null,
    }));
    const second = await page({ limit: 12, before: first.nextBefore });
    const third = await page({ limit: 12, before: second.nextBefore });
    expect([first, second, third].flatMap(({ entries }) => entries.map(({ sequence }) => sequence))).toEqual(
      Array.from({ length: 30 }, (_, at) => 30 - at),
    );
    expect(third.nextBefore).toBeNull();
    expect(first.entries[0]?.changes).toEqual([{ path: "at", before: "29", after: "30" }]);
  });

  it("finds by person, kind, subject and time", async () => {
    expect(await sequences({ person: "vi", subject: "ERP" })).toEqual([10, 7, 4, 1]);
    expect(await sequences({ kind: "machine.stop", subject: "erp-db" })).toEqual([10, 8, 6, 4, 2]);
    expect(await sequences({ subject: "e%" }), "no pattern").toEqual([]);
    expect(await sequences({ fromMs: 1_780_000_120_000, untilMs: 1_780_000_240_000 })).toEqual([4, 3]);
    expect(await sequences({ outcome: "refused" })).toEqual([]);
  });

  it("shows those who are limited to sites the entries of these alone, and others none", async () => {
    expect((await page({}, [HERE])).entries).toEqual([]);
    const queries = makeQueries(environment(), { version: "1", organisation: "Northgate", demo: false });
    const asked = auditListInput.parse({});
    await expect(queries.auditList(asked, actorOf("Olga", "operator"))).rejects.toThrow("may not read the audit log");
    const limited = await queries.auditList(asked, actorOf("Lim", "administrator", [HERE]));
    expect(limited).toMatchObject({ entries: [], limited: true });
    expect((await queries.auditList(asked, actorOf("Ben", "administrator"))).entries).toHaveLength(30);
  });

  it("is taken along as lines that verify by themselves, or as a table without a formula", async () => {
    const take = async (format: string, filter: object = {}) => {
      const input = auditExportInput.parse({ format, ...filter });
      const { chunks } = await exportAudit(environment(), input, OPERATOR);
      let text = "";
      for await (const chunk of chunks) text += chunk;
      return text;
    };
    const lines = (await take("jsonl")).trimEnd().split("\n");
    const entries = lines.map((line) => JSON.parse(line) as AuditEntry);
    expect(verifyChain(entries, sha256, "0".repeat(64))).toEqual({ intact: true, count: 31 });
    expect(entries.at(-1)).toMatchObject({ kind: "audit.export", personName: "Ada", after: { format: "jsonl" } });
    const table = (await take("csv", { subject: "=cmd" })).trimEnd().split("\r\n");
    expect(table).toHaveLength(21);
    expect(table[0]).toMatch(/^time,sequence,atMs,kind,/);
    expect(table[1]).toContain(",'=cmd|calc,");
    expect(table[1]).toContain('"{""at"":10}"');
    await expect(
      take("csv", {}).then(() => exportAudit(environment(), auditExportInput.parse({ format: "csv" }), VIEWER)),
    ).rejects.toThrow("may not read the audit log");
    expect((await rows()).at(-1)).toMatchObject({ kind: "audit.export", outcome: "refused", personName: "Vic" });
  });
});
