import { person } from "@v-available/db/schema/person";
import { session } from "@v-available/db/schema/session";
import { Refusal } from "@v-available/domain/refusal";
import type { Role } from "@v-available/domain/role";
import { eq, lte } from "drizzle-orm";
import { type Asker, attempt, type Deed, type Done } from "../audit/deed";
import type { Actor, Origin } from "../desk";
import type { Environment } from "../environment";
import type { FactWriter } from "../ledger";
import { changePeople, recordOf } from "./change";
import type { SignInInput } from "./input";
import { passwordFits } from "./secret";
import { beginSession, type NewSession, type PersonRecord } from "./session";

export const TRIES = 5;
const FIRST_LOCK_MS = 60_000;
const LONGEST_LOCK_MS = 15 * 60_000;

/** A minute after the fifth wrong password in a row, twice as long after each further one. */
const lockMs = (failed: number): number =>
  failed < TRIES ? 0 : Math.min(LONGEST_LOCK_MS, FIRST_LOCK_MS * 2 ** (failed - TRIES));

const wrong = () =>
  new Refusal({
    code: "unauthenticated",
    message: "This name and this password do not belong together.",
    remedy: "Type both again. Whoever has lost a password asks an owner for a new link.",
  });

const locked = (untilMs: number) =>
  new Refusal({
    code: "blocked",
    message: `Nobody can sign in with this name until ${new Date(untilMs).toISOString().slice(11, 19)} UTC: the password was wrong too often.`,
    field: "name",
    limit: `${TRIES} wrong passwords in a row`,
    remedy: "Wait until then, or ask an owner.",
  });

/** @throws Refusal unauthenticated | blocked */
export async function signIn(environment: Environment, input: SignInInput, from: Origin): Promise<NewSession> {
  const { db } = environment;
  const [known] = await db.read((tx) => tx.select().from(person).where(eq(person.name, input.name)));
  // A name that nobody has is not written down: people type their password there.
  const by: Asker = { personId: known?.id ?? null, name: known?.name ?? null, role: null, from };
  const subject = known ? ({ kind: "person", id: known.id } as const) : null;
  const deed: Deed = { kind: "person.signIn", by, subject, reason: null };
  const { fits, weighed } = await attempt(environment, deed, () => weigh(environment, known, input));
  return changePeople(environment, deed, (writer) => letIn(writer, weighed, fits, from));
}

/** Whether the password is right: outside of the writers' lock, and as long for a name that nobody has. */
async function weigh({ clock }: Environment, known: PersonRecord | undefined, { password }: SignInInput) {
  if (known?.lockedUntilMs && known.lockedUntilMs > clock.nowMs()) throw locked(known.lockedUntilMs);
  const fits = await passwordFits(password, known?.passwordHash ?? null);
  if (!known || known.disabledAtMs !== null) throw wrong();
  return { fits, weighed: known };
}

async function letIn(
  writer: FactWriter,
  weighed: PersonRecord,
  fits: boolean,
  from: Origin,
): Promise<Done<NewSession>> {
  const [now] = await writer.db.select().from(person).where(eq(person.id, weighed.id));
  const unchanged = { before: null, after: null };
  if (!now || now.disabledAtMs !== null || now.passwordHash !== weighed.passwordHash)
    return { refusal: wrong(), ...unchanged };
  // Of many tries at once, each sees what those before it have written.
  if (now.lockedUntilMs && now.lockedUntilMs > writer.nowMs)
    return { refusal: locked(now.lockedUntilMs), ...unchanged };
  const { name, role } = now;
  const failedSignIns = fits ? 0 : now.failedSignIns + 1;
  const lockedForMs = lockMs(failedSignIns);
  const lockedUntilMs = lockedForMs === 0 ? null : writer.nowMs + lockedForMs;
  await writer.db
    .update(person)
    .set({ failedSignIns, lockedUntilMs, revision: writer.revision })
    .where(eq(person.id, now.id));
  const change = {
    before: { failedSignIns: now.failedSignIns, lockedUntilMs: now.lockedUntilMs },
    after: { failedSignIns, lockedUntilMs },
  };
  if (fits) {
    await forgetOver(writer);
    recordOf(writer, "person.sign-in", name, `${name} signed in from ${from.address}.`);
    const answer = await beginSession(writer, now.id, from);
    return { answer, ...change, by: { personId: now.id, name, role, from } };
  }
  if (lockedUntilMs === null) return { refusal: wrong(), ...change };
  const times = `${failedSignIns} wrong passwords in a row, the last from ${from.address}`;
  recordOf(writer, "person.locked", name, `Nobody can sign in as ${name} for ${lockedForMs / 60_000} min: ${times}.`);
  return { refusal: locked(lockedUntilMs), ...change, kind: "person.lockOut" };
}

/** Of a simulated fleet: one person for each role, without a password. */
export function signInDemo(
  environment: Pick<Environment, "db" | "clock">,
  role: Role,
  from: Origin,
): Promise<NewSession> {
  const name = `demo ${role}`;
  const deed: Deed = { kind: "person.signIn", by: { personId: null, name, role, from }, subject: null, reason: null };
  return changePeople(environment, deed, async (writer) => {
    const made: PersonRecord = {
      id: writer.newId(),
      revision: writer.revision,
      name,
      role,
      sites: "all",
      passwordHash: null,
      demo: true,
      failedSignIns: 0,
      lockedUntilMs: null,
      createdAtMs: writer.nowMs,
      disabledAtMs: null,
    };
    await writer.db.insert(person).values(made).onConflictDoNothing();
    const [now] = await writer.db.select().from(person).where(eq(person.name, name));
    const personId = now?.id ?? made.id;
    await forgetOver(writer);
    recordOf(writer, "person.sign-in", name, `${name} signed in from ${from.address}.`);
    return {
      answer: await beginSession(writer, personId, from),
      before: null,
      after: null,
      subject: { kind: "person", id: personId },
      by: { personId, name, role, from },
    };
  });
}

const forgetOver = ({ db, nowMs }: FactWriter) => db.delete(session).where(lte(session.expiresAtMs, nowMs));

/** Ends one session of a person; their others go on. */
export function endSession(
  environment: Pick<Environment, "db" | "clock">,
  who: Actor & { readonly personId: string },
  sessionId: string,
): Promise<void> {
  const subject = { kind: "person", id: who.personId } as const;
  const deed: Deed = { kind: "person.signOut", by: who, subject, reason: null };
  return changePeople(environment, deed, async (writer) => {
    const [ended] = await writer.db.delete(session).where(eq(session.id, sessionId)).returning();
    if (ended) recordOf(writer, "person.sign-out", who.name, `${who.name} signed out from ${ended.address}.`);
    return { answer: undefined, before: null, after: null, outcome: ended ? "done" : "unchanged" };
  });
}
