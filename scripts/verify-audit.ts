import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { sha256 } from "@v-available/control-plane/audit/seal";
import { verifyLog } from "@v-available/control-plane/audit/verify";
import { openDatabase } from "@v-available/db/database";
import { type AuditEntry, type AuditVerdict, auditVerdictWords } from "@v-available/domain/audit";
import { verifyChain } from "@v-available/domain/event";
import { Refusal } from "@v-available/domain/refusal";

/** What `npm run audit:verify` does: 0 where the chain is whole, 1 where it is not, 2 where it could not be read. */
const NOT_WHOLE = 1;
const NOT_READ = 2;

/** The same database that the console opens: see apps/console/src/server/configuration.ts. */
const locationOf = ({ DATABASE_URL, DATA_DIR }: NodeJS.ProcessEnv) =>
  DATABASE_URL
    ? ({ kind: "postgres", url: DATABASE_URL } as const)
    : ({ kind: "pglite", directory: path.join(path.resolve(DATA_DIR || ".data"), "database") } as const);

async function verifyDatabase(): Promise<AuditVerdict> {
  const location = locationOf(process.env);
  // Opening would make one, and an empty log is whole.
  if (location.kind === "pglite" && !existsSync(path.join(location.directory, "pglite")))
    throw new Refusal({
      code: "not-found",
      message: `There is no database in ${location.directory}.`,
      field: "DATA_DIR",
      value: location.directory,
      remedy: "Set DATA_DIR or DATABASE_URL as for the console.",
    });
  const database = await openDatabase(location);
  try {
    return await verifyLog(database);
  } finally {
    await database.close();
  }
}

/** An export of everything: what it cannot tell is whether entries are missing at its end. */
function verifyExport(file: string): AuditVerdict {
  const entries = readFileSync(file, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as AuditEntry);
  const answer = verifyChain(entries, sha256);
  if (!answer.intact) return answer;
  return { intact: true, upTo: entries.at(-1)?.sequence ?? 0 };
}

async function main([file]: readonly string[]): Promise<number> {
  try {
    const verdict = file === undefined ? await verifyDatabase() : verifyExport(file);
    console.log(auditVerdictWords(verdict));
    return verdict.intact ? 0 : NOT_WHOLE;
  } catch (error) {
    const { message, remedy } = error instanceof Refusal ? error.detail : { message: String(error), remedy: undefined };
    console.error([`The audit log was not read. ${message}`, remedy].filter(Boolean).join(" "));
    return NOT_READ;
  }
}

process.exitCode = await main(process.argv.slice(2));
