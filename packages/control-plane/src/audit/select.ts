import { auditEntry } from "@v-available/db/schema/audit-entry";
import type { Sites } from "@v-available/domain/role";
import { and, eq, gte, inArray, lt, type SQL, sql } from "drizzle-orm";
import type { AuditFilter } from "./input";

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const beginsWith = (column: typeof auditEntry.personName | typeof auditEntry.subjectName, text: string): SQL =>
  sql`lower(${column}) like ${`${text.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`}`;

/** Which entries are meant, of those that somebody of these sites sees. */
export const selected = ({ person, kind, outcome, subject, fromMs, untilMs }: AuditFilter, sites: Sites) =>
  and(
    sites === "all" ? undefined : inArray(auditEntry.siteId, [...sites]),
    person === "" ? undefined : beginsWith(auditEntry.personName, person),
    kind === null ? undefined : eq(auditEntry.kind, kind),
    outcome === null ? undefined : eq(auditEntry.outcome, outcome),
    subject === ""
      ? undefined
      : ID.test(subject)
        ? eq(auditEntry.subjectId, subject)
        : beginsWith(auditEntry.subjectName, subject),
    fromMs === null ? undefined : gte(auditEntry.atMs, fromMs),
    untilMs === null ? undefined : lt(auditEntry.atMs, untilMs),
  );
