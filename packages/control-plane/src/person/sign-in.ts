import { person } from "@v-available/db/schema/person";
import { session } from "@v-available/db/schema/session";
import { Refusal } from "@v-available/domain/refusal";
import type { Role } from "@v-available/domain/role";
import { eq, lte } from "drizzle-orm";
import { type Asker, attempt, type Deed, type Done } from "../audit/deed";
import type { Origin } from "../desk";
import type { Environment } from "../environment";
import type { FactWriter } from "../ledger";
import { changePeople, recordOf } from "./change";
import type { SignInInput } from "./input";
import { newPerson } from "./new-person";
import { passwordFits } from "./secret";
import { beginSession, type NewSession, type PersonRecord, type Present } from "./session";
import { beginStep, type NewStep } from "./step";
import { countRight, countWrong, lockOf, refuseCrowd } from "./tries";

const wrong = () =>
  new Refusal({
    code: "unauthenticated",
    message: "This name and this password do not belong together.",
    remedy: "Type both again. Whoever has lost a password asks an owner for a new link.",
  });

/** A session; or, where a code is asked for, too, what the browser brings along with it. */
export type PasswordGiven = (NewSession & { readonly needs: null }) | (NewStep & { readonly needs: "code" });

/** @throws Refusal unauthenticated | blocked */
export async function signIn(environment: Environment, input: SignInInput, from: Origin): Promise<PasswordGiven> {
  const { db } = environment;
  const [known] = await db.read((tx) => tx.select().from(person).where(eq(person.name, input.name)));
  // A name that nobody has is not written down: people type their password there.
  const by: Asker = { personId: known?.id ?? null, name: known?.name ?? null, role: null, from };
  const subject = known ? ({ kind: "person", id: known.id } as const) : null;
  const deed: Deed = { kind: "person.signIn", by, subject, reason: null };
  const { fits, weighed } = await attempt(environment, deed, async () => {
    await refuseCrowd(environment, from);
    return weigh(environment, known, input);
  });
  return changePeople(environment, deed, (writer) => letIn(writer, weighed, fits, from));
}

/** Whether the password is right: outside of the writers' lock, and as long for a name that nobody has. */
async function weigh({ clock }: Environment, known: PersonRecord | undefined, { password }: SignInInput) {
  const lock = known && lockOf(known, clock.nowMs());
  if (lock) throw lock;
  const fits = await passwordFits(password, known?.passwordHash ?? null);
  if (!known || known.disabledAtMs !== null) throw wrong();
  return { fits, weighed: known };
}

async function letIn(
  writer: FactWriter,
  weighed: PersonRecord,
  fits: boolean,
  from: Origin,
): Promise<Done<PasswordGiven>> {
  const [now] = await writer.db.select().from(person).where(eq(person.id, weighed.id));
  const unchanged = { before: null, after: null };
  if (!now || now.disabledAtMs !== null || now.passwordHash !== weighed.passwordHash)
    return { refusal: wrong(), ...unchanged };
  // Of many tries at once, each sees what those before it have written.
  const lock = lockOf(now, writer.nowMs);
  if (lock) return { refusal: lock, ...unchanged };
  if (!fits) return countWrong(writer, now, from, wrong());
  const { id: personId, name, role } = now;
  await forgetOver(writer);
  if (now.totpSecret !== null) {
    // The count of wrong tries goes on until the code is right: else a known password would let codes be guessed.
    const step = await beginStep(writer, "code", personId, { passwordHash: weighed.passwordHash ?? "" });
    return { answer: { ...step, needs: "code" }, ...unchanged, kind: "person.givePassword" };
  }
  const change = await countRight(writer, now);
  recordOf(writer, "person.sign-in", name, `${name} signed in from ${from.address}.`);
  const answer = await beginSession(writer, personId, from, "password");
  return { answer: { ...answer, needs: null }, ...change, by: { personId, name, role, from } };
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
    const made = newPerson(writer, { name, role, sites: "all", demo: true });
    await writer.db.insert(person).values(made).onConflictDoNothing();
    const [now] = await writer.db.select().from(person).where(eq(person.name, name));
    const personId = now?.id ?? made.id;
    await forgetOver(writer);
    recordOf(writer, "person.sign-in", name, `${name} signed in from ${from.address}.`);
    return {
      answer: await beginSession(writer, personId, from, "demo"),
      before: null,
      after: null,
      subject: { kind: "person", id: personId },
      by: { personId, name, role, from },
    };
  });
}

export const forgetOver = ({ db, nowMs }: FactWriter) => db.delete(session).where(lte(session.expiresAtMs, nowMs));

/** Ends one session of a person; their others go on. */
export function signOut(environment: Pick<Environment, "db" | "clock">, who: Present): Promise<void> {
  const subject = { kind: "person", id: who.personId } as const;
  const deed: Deed = { kind: "person.signOut", by: who, subject, reason: null };
  return changePeople(environment, deed, async (writer) => {
    const [ended] = await writer.db.delete(session).where(eq(session.id, who.sessionId)).returning();
    if (ended) recordOf(writer, "person.sign-out", who.name, `${who.name} signed out from ${ended.address}.`);
    return { answer: undefined, before: null, after: null, outcome: ended ? "done" : "unchanged" };
  });
}
