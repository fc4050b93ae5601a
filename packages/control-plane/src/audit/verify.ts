import type { Database, Queryable } from "@v-available/db/database";
import { auditEntry } from "@v-available/db/schema/audit-entry";
import { ledger } from "@v-available/db/schema/ledger";
import type { AuditVerdict } from "@v-available/domain/audit";
import { GENESIS_HASH, verifyChain } from "@v-available/domain/event";
import { and, asc, gt, lte, max } from "drizzle-orm";
import { authorise } from "../authorise";
import type { Environment } from "../environment";
import type { AuditVerdictView } from "../view/audit";
import { type ActorDeed, perform } from "./deed";
import { entryOf, sha256 } from "./seal";

const AT_ONCE = 1_000;

const endOf = async (db: Queryable) => {
  const [head] = await db.select({ sequence: ledger.auditSequence, hash: ledger.auditHash }).from(ledger);
  return head ?? { sequence: 0, hash: GENESIS_HASH };
};

/**
 * Checks every entry, from the first to the end that the ledger names. In many short reads: writers go on meanwhile, and
 * what they append is not looked at.
 */
export async function verifyLog(database: Database): Promise<AuditVerdict> {
  const end = await database.read(endOf);
  let last = { sequence: 0, hash: GENESIS_HASH };
  while (last.sequence < end.sequence) {
    const rows = await database.read((db) =>
      db
        .select()
        .from(auditEntry)
        .where(and(gt(auditEntry.sequence, last.sequence), lte(auditEntry.sequence, end.sequence)))
        .orderBy(asc(auditEntry.sequence))
        .limit(AT_ONCE),
    );
    const [first] = rows;
    if (!first) return { intact: false, sequence: last.sequence + 1, problem: "cut-off" };
    if (first.sequence !== last.sequence + 1) return { intact: false, sequence: last.sequence + 1, problem: "gap" };
    const answer = verifyChain(rows.map(entryOf), sha256, last.hash);
    if (!answer.intact)
      // Named is the one that is missing, not the one that comes where it was.
      return answer.problem === "gap" ? { ...answer, sequence: lastWhole(rows, last.sequence) + 1 } : answer;
    last = rows.at(-1) ?? last;
  }
  if (last.hash !== end.hash) return { intact: false, sequence: last.sequence, problem: "altered" };
  const beyond = await database.read(async (db) => {
    const [newest] = await db.select({ sequence: max(auditEntry.sequence) }).from(auditEntry);
    const { sequence } = await endOf(db);
    return (newest?.sequence ?? 0) > sequence ? sequence + 1 : null;
  });
  return beyond === null
    ? { intact: true, upTo: end.sequence }
    : { intact: false, sequence: beyond, problem: "beyond-end" };
}

const lastWhole = (rows: readonly { readonly sequence: number }[], before: number): number =>
  rows.reduce((last, { sequence }) => (sequence === last + 1 ? sequence : last), before);

/** Checks the chain of a console that runs. That it was checked, and what came of it, is an entry itself. */
export async function verifyAudit(kit: Environment, _input: undefined, deed: ActorDeed): Promise<AuditVerdictView> {
  authorise(deed.by, "read-audit");
  const verdict = await verifyLog(kit.db);
  return perform(kit, deed, async ({ nowMs }) => ({
    answer: { verdict, atMs: nowMs, by: deed.by.name },
    before: null,
    after: verdict,
  }));
}
