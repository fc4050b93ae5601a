import { person } from "@v-available/db/schema/person";
import { Refusal } from "@v-available/domain/refusal";
import { eq } from "drizzle-orm";
import { type Asker, attempt, type Deed, type Done } from "../audit/deed";
import type { Origin } from "../desk";
import type { Environment } from "../environment";
import type { FactWriter } from "../ledger";
import { changePeople, recordOf } from "./change";
import type { CodeInput } from "./input";
import { hashOfCode } from "./recovery-code";
import type { Secrets } from "./sealed";
import { beginSession, type NewSession, type PersonRecord } from "./session";
import { endStep, readStep } from "./step";
import { stepOfCode } from "./totp";
import { countRight, countWrong, lockOf, refuseCrowd } from "./tries";

const wrong = () =>
  new Refusal({
    code: "unauthenticated",
    message: "This code does not count: it is another one, it is over, or it was used already.",
    field: "code",
    remedy: "Wait for the next one and type it, or type one of your recovery codes.",
  });

const over = () =>
  new Refusal({
    code: "unauthenticated",
    message: "Between the password and the code went more than ten minutes.",
    limit: "ten minutes",
    remedy: "Type name and password again.",
  });

/** The second half of signing in. @param token of the first half. @throws Refusal unauthenticated | blocked */
export async function signInByCode(
  environment: Environment,
  secrets: Secrets,
  token: string | null,
  { code }: CodeInput,
  from: Origin,
): Promise<NewSession> {
  const { db, clock } = environment;
  const begun = await db.read(async (tx) => {
    const step = token === null ? null : await readStep(tx, "code", token, clock.nowMs());
    const [of] = step?.personId ? await tx.select().from(person).where(eq(person.id, step.personId)) : [];
    return { of };
  });
  const { of } = begun;
  const by: Asker = { personId: of?.id ?? null, name: of?.name ?? null, role: null, from };
  const subject = of ? ({ kind: "person", id: of.id } as const) : null;
  const deed: Deed = { kind: "person.signIn", by, subject, reason: null };
  await attempt(environment, deed, async () => {
    if (!of) throw over();
    await refuseCrowd(environment, from);
  });
  return changePeople(environment, deed, (writer) => letIn(writer, secrets, token ?? "", code, from));
}

async function letIn(
  writer: FactWriter,
  secrets: Secrets,
  token: string,
  code: string,
  from: Origin,
): Promise<Done<NewSession>> {
  const unchanged = { before: null, after: null };
  const step = await readStep(writer.db, "code", token, writer.nowMs);
  const [now] = step?.personId ? await writer.db.select().from(person).where(eq(person.id, step.personId)) : [];
  // A password that was changed in between, or a person who was kept out: what began with it is over.
  if (!step || !now || now.disabledAtMs !== null || step.content.passwordHash !== now.passwordHash)
    return { refusal: over(), ...unchanged };
  const lock = lockOf(now, writer.nowMs);
  if (lock) return { refusal: lock, ...unchanged };
  const taken = await takeCode(secrets, now, code, writer.nowMs);
  // Nobody has guessed wrong where it can't be told.
  if (taken instanceof Refusal) return { refusal: taken, ...unchanged };
  if (taken === null) return countWrong(writer, now, from, wrong());
  const { id: personId, name, role } = now;
  const change = await countRight(writer, now);
  await writer.db.update(person).set(taken.spent).where(eq(person.id, personId));
  await endStep(writer, step.id);
  const left = taken.spent.recoveryCodeHashes?.length;
  const how = left === undefined ? "with a code" : `with a recovery code, ${left} are left`;
  recordOf(writer, "person.sign-in", name, `${name} signed in ${how}, from ${from.address}.`);
  const answer = await beginSession(writer, personId, from, left === undefined ? "code" : "recovery");
  return { answer, ...change, by: { personId, name, role, from } };
}

/** What of the person's codes is used up by this one; null where it does not count, a refusal where that can't be told. */
async function takeCode(
  secrets: Secrets,
  now: PersonRecord,
  typed: string,
  nowMs: number,
): Promise<{ spent: Partial<PersonRecord> } | Refusal | null> {
  if (now.totpSecret === null) return null;
  // Those that stand in for the application are checked without the console's secret.
  const hash = hashOfCode(typed);
  if (now.recoveryCodeHashes.includes(hash))
    return { spent: { recoveryCodeHashes: now.recoveryCodeHashes.filter((one) => one !== hash) } };
  const code = typed.replaceAll(/\s/g, "");
  const secret = await secrets.open(now.totpSecret, now.id).catch((error: unknown) => {
    if (error instanceof Refusal) return error;
    throw error;
  });
  if (secret instanceof Refusal) return secret;
  const totpLastStep = stepOfCode(secret, code, nowMs, now.totpLastStep);
  return totpLastStep === null ? null : { spent: { totpLastStep } };
}
