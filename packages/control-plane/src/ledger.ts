import type { Queryable } from "@v-available/db/database";
import { auditEntry } from "@v-available/db/schema/audit-entry";
import { event } from "@v-available/db/schema/event";
import { ledger } from "@v-available/db/schema/ledger";
import { eq, sql } from "drizzle-orm";
import { type AuditDraft, sealEntry } from "./audit/seal";
import { type Environment, newId } from "./environment";
import { type EventDraft, type EventInsert, sealEvent } from "./event/seal";
import { CHANGES_CHANNEL, changeNotice } from "./live/notice";
import type { Touched, TouchedKind } from "./view/live";

/** A transaction that writes facts: everything it writes carries one revision and becomes visible at once. */
export interface FactWriter {
  readonly db: Queryable;
  readonly revision: number;
  readonly nowMs: number;
  newId(): string;
  nextIncidentNumber(): number;
  touch(kind: TouchedKind, id: string, what?: Touched["what"]): void;
  /** Appends to the record. Sequence and hash are given here, under the lock, so that the chain has no gap. */
  append(draft: EventDraft): { readonly id: string; readonly sequence: number };
  /** Appends to the audit log, in the same way. What people do goes through `perform`, which calls this. */
  audit(draft: AuditDraft): void;
}

/**
 * The one way to write facts: what the control plane does by itself calls it, what a person does goes through `perform`
 * of audit/deed.ts. Writers go one after the other, on whatever process they are: they lock the ledger row
 * first. Readers are told in the same transaction.
 */
export function writeFacts<T>(
  { db: database, clock }: Pick<Environment, "db" | "clock">,
  work: (writer: FactWriter) => Promise<T>,
): Promise<T> {
  return database.transaction(async (db) => {
    const [head] = await db
      .update(ledger)
      .set({ revision: sql`${ledger.revision} + 1` })
      .where(eq(ledger.id, 1))
      .returning();
    if (!head) throw new Error("the ledger has no row");
    const touched = new Map<string, Touched>();
    const events: EventInsert[] = [];
    const entries: (typeof auditEntry.$inferInsert)[] = [];
    const touch: FactWriter["touch"] = (kind, id, what = "state") => {
      const before = touched.get(id);
      touched.set(id, { kind, id, what: before?.what === "state" ? "state" : what });
    };
    const writer: FactWriter = {
      db,
      revision: head.revision,
      nowMs: clock.nowMs(),
      newId: () => newId(clock),
      nextIncidentNumber: () => ++head.incidentNumber,
      touch,
      append(draft) {
        const sealed = sealEvent(draft, {
          id: newId(clock),
          revision: head.revision,
          sequence: ++head.eventSequence,
          previousHash: head.eventHash,
        });
        head.eventHash = sealed.hash;
        events.push(sealed);
        touch("event", sealed.id);
        return sealed;
      },
      audit(draft) {
        const place = { sequence: ++head.auditSequence, atMs: writer.nowMs, previousHash: head.auditHash };
        const sealed = sealEntry(draft, place);
        head.auditHash = sealed.hash;
        entries.push({ ...sealed, revision: head.revision });
        touch("audit", String(sealed.sequence));
      },
    };
    const answer = await work(writer);
    await inChunks(events, 500, (rows) => db.insert(event).values(rows));
    if (entries.length > 0) await db.insert(auditEntry).values(entries);
    const { id: _, revision: __, ...ends } = head;
    if (events.length + entries.length > 0) await db.update(ledger).set(ends).where(eq(ledger.id, 1));
    const notice = changeNotice(head.revision, [...touched.values()]);
    await db.execute(sql`select pg_notify(${CHANGES_CHANNEL}, ${notice})`);
    return answer;
  });
}

/** A statement has at most 65,535 parameters. */
export async function inChunks<T>(rows: readonly T[], size: number, work: (rows: T[]) => PromiseLike<unknown>) {
  for (let at = 0; at < rows.length; at += size) await work(rows.slice(at, at + size));
}
