import { person } from "@v-available/db/schema/person";
import { session } from "@v-available/db/schema/session";
import { Refusal } from "@v-available/domain/refusal";
import { eq } from "drizzle-orm";
import { attempt, type Deed } from "../audit/deed";
import type { Environment } from "../environment";
import { changePeople } from "./change";
import { passwordFits } from "./secret";
import type { PersonRecord, Present } from "./session";
import { countRight, countWrong, lockOf, refuseCrowd } from "./tries";

/** Whoever has proven this recently who they are is not asked again. */
export const CONFIRMED_MS = 5 * 60_000;

const missing = () =>
  new Refusal({
    code: "invalid",
    message: "This changes how you sign in, and nobody has proven within the last five minutes that it is you.",
    field: "currentPassword",
    remedy: "Type the password that you sign in with, or sign in again.",
  });

const signInAgain = () =>
  new Refusal({
    code: "blocked",
    message: "This changes how you sign in, and you signed in more than five minutes ago.",
    limit: "five minutes since the sign-in",
    remedy: "Sign out and in again, then ask once more.",
  });

const wrong = () =>
  new Refusal({
    code: "unauthenticated",
    message: "This is not your password.",
    field: "currentPassword",
    remedy: "Type it again. Five wrong ones in a row lock your name.",
  });

/** Until when this session counts as confirmed, in milliseconds since 1970; null where it does not. */
export const confirmedUntil = (row: Pick<typeof session.$inferSelect, "confirmedAtMs">, nowMs: number) =>
  nowMs - row.confirmedAtMs < CONFIRMED_MS ? row.confirmedAtMs + CONFIRMED_MS : null;

/**
 * Before whatever changes how somebody signs in: the session is not older than five minutes, or they give the password
 * again, which counts like one of a sign-in. The demo has nothing to ask for.
 * @param password null where none was sent
 * @param always whoever has a password is asked even right after the sign-in
 * @throws Refusal invalid | unauthenticated | blocked
 */
export async function confirm(
  environment: Environment,
  deed: Deed<Present>,
  password: string | null,
  always = false,
): Promise<void> {
  const { by: who } = deed;
  const weighed = await attempt(environment, deed, () => weigh(environment, who, password, always));
  if (weighed === null) return;
  const again: Deed = { ...deed, kind: "person.confirm", subject: { kind: "person", id: who.personId } };
  await changePeople(environment, again, async (writer) => {
    const [now] = await writer.db.select().from(person).where(eq(person.id, who.personId));
    if (!now || now.passwordHash !== weighed.passwordHash) return { refusal: wrong(), before: null, after: null };
    const lock = lockOf(now, writer.nowMs);
    if (lock) return { refusal: lock, before: null, after: null };
    if (!weighed.fits) return countWrong(writer, now, who.from, wrong());
    // With a second factor the password alone proves too little to begin the count anew.
    const change = now.totpSecret === null ? await countRight(writer, now) : { before: null, after: null };
    await writer.db.update(session).set({ confirmedAtMs: writer.nowMs }).where(eq(session.id, who.sessionId));
    return { answer: undefined, ...change };
  });
}

/** Null where nothing needs to be asked; else whether the password is right. */
async function weigh({ db, clock, ...rest }: Environment, who: Present, password: string | null, always: boolean) {
  const [row] = await db.read((tx) =>
    tx.select().from(session).innerJoin(person, eq(person.id, session.personId)).where(eq(session.id, who.sessionId)),
  );
  if (!row) throw signInAgain();
  const nowMs = clock.nowMs();
  const { passwordHash }: PersonRecord = row.person;
  const fresh = confirmedUntil(row.session, nowMs) !== null && !(always && passwordHash !== null);
  if (row.person.demo || fresh) return null;
  if (passwordHash === null) throw signInAgain();
  const lock = lockOf(row.person, nowMs);
  if (lock) throw lock;
  if (!password) throw missing();
  await refuseCrowd({ db, clock, ...rest }, who.from);
  return { fits: await passwordFits(password, passwordHash), passwordHash };
}
