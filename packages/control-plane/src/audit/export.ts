import { auditEntry } from "@v-available/db/schema/audit-entry";
import type { AuditEntry } from "@v-available/domain/audit";
import { and, asc, gt } from "drizzle-orm";
import { authorise } from "../authorise";
import { csvLine } from "../csv";
import type { Actor } from "../desk";
import type { Environment } from "../environment";
import { attempt, perform } from "./deed";
import type { AuditExportInput } from "./input";
import { entryOf } from "./seal";
import { selected } from "./select";

const AT_ONCE = 1_000;

export interface AuditExport {
  readonly contentType: string;
  readonly fileName: string;
  /** The oldest entry first; read as it is taken. */
  readonly chunks: AsyncIterable<string>;
}

/** Everything that is meant and that this person sees. Whoever takes it along leaves an entry. @throws Refusal forbidden */
export function exportAudit(environment: Environment, input: AuditExportInput, actor: Actor): Promise<AuditExport> {
  return attempt(environment, { kind: "audit.export", by: actor, subject: null, reason: null }, async (deed) => {
    authorise(actor, "read-audit");
    const atMs = await perform(environment, deed, async ({ nowMs }) => ({ answer: nowMs, before: null, after: input }));
    const { contentType, heading, line } = FORMAT[input.format];
    const moment = new Date(atMs).toISOString().slice(0, 19).replaceAll(":", "");
    return {
      contentType,
      fileName: `audit-${moment}Z.${input.format}`,
      chunks: (async function* () {
        yield heading;
        for await (const entries of pages(environment, input, actor)) yield entries.map(line).join("");
      })(),
    };
  });
}

async function* pages({ db }: Environment, { format: _, ...filter }: AuditExportInput, { sites }: Actor) {
  for (let last = 0; ; ) {
    const rows = await db.read((tx) =>
      tx
        .select()
        .from(auditEntry)
        .where(and(selected(filter, sites), gt(auditEntry.sequence, last)))
        .orderBy(asc(auditEntry.sequence))
        .limit(AT_ONCE),
    );
    if (rows.length > 0) yield rows.map(entryOf);
    if (rows.length < AT_ONCE) return;
    last = rows.at(-1)?.sequence ?? last;
  }
}

const COLUMNS = [
  "sequence",
  "atMs",
  "kind",
  "outcome",
  "personId",
  "personName",
  "role",
  "address",
  "agent",
  "subjectKind",
  "subjectId",
  "subjectName",
  "siteId",
  "taskId",
  "reason",
  "before",
  "after",
  "refusal",
  "previousHash",
  "hash",
] as const satisfies readonly (keyof AuditEntry)[];

const FORMAT = {
  jsonl: {
    contentType: "application/x-ndjson; charset=utf-8",
    heading: "",
    line: (entry: AuditEntry) => `${JSON.stringify(entry)}\n`,
  },
  csv: {
    contentType: "text/csv; charset=utf-8",
    heading: `time,${COLUMNS.join(",")}\r\n`,
    line: (entry: AuditEntry) =>
      csvLine([new Date(entry.atMs).toISOString(), ...COLUMNS.map((column) => entry[column])]),
  },
} as const;
