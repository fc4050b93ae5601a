import type { Queryable } from "@v-available/db/database";
import { auditEntry } from "@v-available/db/schema/audit-entry";
import { site } from "@v-available/db/schema/site";
import { task } from "@v-available/db/schema/task";
import type { AuditVerdict } from "@v-available/domain/audit";
import { auditChanges } from "@v-available/domain/audit-change";
import type { Sites } from "@v-available/domain/role";
import { and, desc, eq, lt } from "drizzle-orm";
import type { AuditPage, AuditVerdictView } from "../view/audit";
import type { AuditListInput } from "./input";
import { entryOf } from "./seal";
import { selected } from "./select";

/** One row more than the page has, which tells whether there is another. */
export const readPage = (db: Queryable, { before, limit, ...filter }: AuditListInput, sites: Sites) =>
  db
    .select({ entry: auditEntry, siteName: site.name, taskState: task.state })
    .from(auditEntry)
    .leftJoin(site, eq(site.id, auditEntry.siteId))
    .leftJoin(task, eq(task.id, auditEntry.taskId))
    .where(and(selected(filter, sites), before === null ? undefined : lt(auditEntry.sequence, before)))
    .orderBy(desc(auditEntry.sequence))
    .limit(limit + 1);

/** A page of the log, the newest entry first. */
export async function listAudit(db: Queryable, input: AuditListInput, sites: Sites): Promise<AuditPage> {
  const { limit } = input;
  const rows = await readPage(db, input, sites);
  const page = rows.slice(0, limit);
  return {
    entries: page.map(({ entry, siteName, taskState }) => {
      const { before: was, after: is, previousHash: _, ...row } = entryOf(entry);
      return { ...row, changes: auditChanges(was, is), siteName, taskState };
    }),
    nextBefore: rows.length > limit ? (page.at(-1)?.entry.sequence ?? null) : null,
    checked: await lastChecked(db),
    limited: sites !== "all",
  };
}

/** A check is an entry itself, so that nobody can have one forgotten. */
async function lastChecked(db: Queryable): Promise<AuditVerdictView | null> {
  const [row] = await db
    .select({ verdict: auditEntry.after, atMs: auditEntry.atMs, by: auditEntry.personName })
    .from(auditEntry)
    .where(and(eq(auditEntry.kind, "audit.verify"), eq(auditEntry.outcome, "done")))
    .orderBy(desc(auditEntry.sequence))
    .limit(1);
  return row ? { ...row, verdict: row.verdict as AuditVerdict } : null;
}
