import { auditEntry } from "@v-available/db/schema/audit-entry";
import { person } from "@v-available/db/schema/person";
import { Refusal } from "@v-available/domain/refusal";
import { and, eq, gt, inArray, sql } from "drizzle-orm";
import type { Done } from "../audit/deed";
import type { Origin } from "../desk";
import type { Environment } from "../environment";
import type { FactWriter } from "../ledger";
import { recordOf } from "./change";
import type { PersonRecord } from "./session";

export const TRIES = 5;
const FIRST_LOCK_MS = 60_000;
const LONGEST_LOCK_MS = 15 * 60_000;
/** Of one address, whoever it tries to be: more than people mistype, too few to guess with. */
export const TRIES_OF_ADDRESS = { most: 20, withinMs: 60_000 } as const;

/** A minute after the fifth wrong password or code in a row, twice as long after each further one. */
const lockMs = (failed: number): number =>
  failed < TRIES ? 0 : Math.min(LONGEST_LOCK_MS, FIRST_LOCK_MS * 2 ** (failed - TRIES));

const locked = (untilMs: number) =>
  new Refusal({
    code: "blocked",
    message: `Nobody can sign in with this name until ${new Date(untilMs).toISOString().slice(11, 19)} UTC: what was typed was wrong too often.`,
    field: "name",
    limit: `${TRIES} wrong passwords or codes in a row`,
    remedy: "Wait until then, or ask an owner.",
  });

/** Why nothing that this person types counts now; null where it does. */
export const lockOf = ({ lockedUntilMs }: Pick<PersonRecord, "lockedUntilMs">, nowMs: number): Refusal | null =>
  lockedUntilMs !== null && lockedUntilMs > nowMs ? locked(lockedUntilMs) : null;

/**
 * Whoever guesses at many names is stopped by where they guess from. What was refused is counted in the audit log, so that
 * it holds at every console and after a restart.
 * @throws Refusal blocked
 */
export async function refuseCrowd({ db, clock }: Environment, { address }: Origin): Promise<void> {
  const { most, withinMs } = TRIES_OF_ADDRESS;
  const refused = await db.read((tx) =>
    tx.$count(
      auditEntry,
      and(
        gt(auditEntry.atMs, clock.nowMs() - withinMs),
        eq(auditEntry.address, address),
        inArray(auditEntry.kind, ["person.signIn", "person.confirm"]),
        eq(auditEntry.outcome, "refused"),
        sql`${auditEntry.refusal} ->> 'code' = 'unauthenticated'`,
      ),
    ),
  );
  if (refused >= most)
    throw new Refusal({
      code: "blocked",
      message: `Nobody can sign in from ${address} now: ${refused} tries from there were wrong within a minute.`,
      limit: `${most} wrong tries a minute from one address`,
      remedy: "Wait a minute, then try again.",
    });
}

/** One more wrong try of this person; locks the name when there were too many. */
export async function countWrong(writer: FactWriter, now: PersonRecord, from: Origin, wrong: Refusal) {
  const failedSignIns = now.failedSignIns + 1;
  const lockedForMs = lockMs(failedSignIns);
  const lockedUntilMs = lockedForMs === 0 ? null : writer.nowMs + lockedForMs;
  await setTries(writer, now, { failedSignIns, lockedUntilMs });
  const change = {
    before: { failedSignIns: now.failedSignIns, lockedUntilMs: now.lockedUntilMs },
    after: { failedSignIns, lockedUntilMs },
  };
  if (lockedUntilMs === null) return { refusal: wrong, ...change } satisfies Done<never>;
  const what = now.totpSecret === null ? "passwords" : "passwords or codes";
  recordOf(
    writer,
    "person.locked",
    now.name,
    `Nobody can sign in as ${now.name} for ${lockedForMs / 60_000} min: ${failedSignIns} wrong ${what} in a row, the last from ${from.address}.`,
  );
  return { refusal: locked(lockedUntilMs), ...change, kind: "person.lockOut" } satisfies Done<never>;
}

/** What was typed before counts no more. */
export async function countRight(writer: FactWriter, now: PersonRecord) {
  await setTries(writer, now, { failedSignIns: 0, lockedUntilMs: null });
  return {
    before: { failedSignIns: now.failedSignIns, lockedUntilMs: now.lockedUntilMs },
    after: { failedSignIns: 0, lockedUntilMs: null },
  };
}

const setTries = (
  { db, revision }: FactWriter,
  { id }: PersonRecord,
  tries: Pick<PersonRecord, "failedSignIns" | "lockedUntilMs">,
) =>
  db
    .update(person)
    .set({ ...tries, revision })
    .where(eq(person.id, id));
