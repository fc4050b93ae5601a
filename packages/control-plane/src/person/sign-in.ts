import { person } from "@v-available/db/schema/person";
import { session } from "@v-available/db/schema/session";
import { Refusal } from "@v-available/domain/refusal";
import type { Role } from "@v-available/domain/role";
import { eq, lte } from "drizzle-orm";
import type { Environment } from "../environment";
import { changePeople, recordOf } from "./change";
import type { SignInInput } from "./input";
import { passwordFits } from "./secret";
import { beginSession, type NewSession, type Origin, type PersonRecord } from "./session";

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
export async function signIn(
  environment: Pick<Environment, "db" | "clock">,
  { name, password }: SignInInput,
  from: Origin,
): Promise<NewSession> {
  const { db, clock } = environment;
  const read = async () => (await db.read((tx) => tx.select().from(person).where(eq(person.name, name))))[0];
  const known = await read();
  if (known?.lockedUntilMs && known.lockedUntilMs > clock.nowMs()) throw locked(known.lockedUntilMs);
  const fits = await passwordFits(password, known?.passwordHash ?? null);
  if (!known || known.disabledAtMs !== null) throw wrong();
  const outcome = await changePeople(environment, async (writer): Promise<NewSession | Refusal> => {
    const [now] = await writer.db.select().from(person).where(eq(person.id, known.id));
    if (!now || now.disabledAtMs !== null || now.passwordHash !== known.passwordHash) return wrong();
    // Of many tries at once, each sees what those before it have written.
    if (now.lockedUntilMs && now.lockedUntilMs > writer.nowMs) return locked(now.lockedUntilMs);
    const failedSignIns = fits ? 0 : now.failedSignIns + 1;
    const lockedForMs = lockMs(failedSignIns);
    const lockedUntilMs = lockedForMs === 0 ? null : writer.nowMs + lockedForMs;
    await writer.db
      .update(person)
      .set({ failedSignIns, lockedUntilMs, revision: writer.revision })
      .where(eq(person.id, now.id));
    if (fits) {
      await forgetOver(writer);
      recordOf(writer, "person.sign-in", name, `${name} signed in from ${from.address}.`);
      return beginSession(writer, now.id, from);
    }
    if (lockedUntilMs === null) return wrong();
    const times = `${failedSignIns} wrong passwords in a row, the last from ${from.address}`;
    recordOf(writer, "person.locked", name, `Nobody can sign in as ${name} for ${lockedForMs / 60_000} min: ${times}.`);
    return locked(lockedUntilMs);
  });
  if (outcome instanceof Refusal) throw outcome;
  return outcome;
}

/** Of a simulated fleet: one person for each role, without a password. */
export const signInDemo = (
  environment: Pick<Environment, "db" | "clock">,
  role: Role,
  from: Origin,
): Promise<NewSession> =>
  changePeople(environment, async (writer) => {
    const name = `demo ${role}`;
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
    await forgetOver(writer);
    recordOf(writer, "person.sign-in", name, `${name} signed in from ${from.address}.`);
    return beginSession(writer, now?.id ?? made.id, from);
  });

const forgetOver = ({
  db,
  nowMs,
}: {
  db: Parameters<Parameters<Environment["db"]["transaction"]>[0]>[0];
  nowMs: number;
}) => db.delete(session).where(lte(session.expiresAtMs, nowMs));

/** Ends one session of a person; their others go on. */
export const endSession = (
  environment: Pick<Environment, "db" | "clock">,
  who: { readonly name: string; readonly personId: string },
  sessionId: string,
): Promise<void> =>
  changePeople(environment, async (writer) => {
    const [ended] = await writer.db.delete(session).where(eq(session.id, sessionId)).returning();
    if (ended) recordOf(writer, "person.sign-out", who.name, `${who.name} signed out from ${ended.address}.`);
  });
