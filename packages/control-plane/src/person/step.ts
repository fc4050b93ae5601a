import type { Queryable } from "@v-available/db/database";
import { type SignInStepKind, signInStep } from "@v-available/db/schema/sign-in-step";
import { Refusal } from "@v-available/domain/refusal";
import { and, eq, gt, isNull, lte, sql } from "drizzle-orm";
import type { Origin } from "../desk";
import { type Environment, newId } from "../environment";
import type { FactWriter } from "../ledger";
import { hashOfToken, newToken } from "./secret";

const VALID_MS = 10 * 60_000;

export interface NewStep {
  readonly token: string;
  readonly expiresAtMs: number;
}

/** Begins what the browser comes back to with this token, within ten minutes. */
export async function beginStep(
  { db, newId, nowMs }: Pick<FactWriter, "db" | "newId" | "nowMs">,
  kind: SignInStepKind,
  personId: string | null,
  content: Readonly<Record<string, string>>,
): Promise<NewStep> {
  await db.delete(signInStep).where(lte(signInStep.expiresAtMs, nowMs));
  const token = newToken();
  const expiresAtMs = nowMs + VALID_MS;
  await db
    .insert(signInStep)
    .values({ id: newId(), tokenHash: hashOfToken(token), kind, personId, content, expiresAtMs });
  return { token, expiresAtMs };
}

/** Begun and not ended by one address: more than people of one office begin within ten minutes. */
const MOST_STRANGERS = 50;

/**
 * Begins something for whoever asks, known or not. Nothing was done yet, and there is nobody to name: it is no fact, and
 * leaves no entry.
 * @throws Refusal blocked
 */
export function beginStrangersStep(
  { db, clock }: Pick<Environment, "db" | "clock">,
  kind: SignInStepKind,
  content: Readonly<Record<string, string>>,
  { address }: Origin,
): Promise<NewStep> {
  return db.transaction(async (tx) => {
    const writer = { db: tx, newId: () => newId(clock), nowMs: clock.nowMs() };
    const step = await beginStep(writer, kind, null, { ...content, address });
    const ofAddress = and(isNull(signInStep.personId), sql`${signInStep.content} ->> 'address' = ${address}`);
    if ((await tx.$count(signInStep, ofAddress)) <= MOST_STRANGERS) return step;
    throw new Refusal({
      code: "blocked",
      message: `Nobody can begin to sign in from ${address} now: ${MOST_STRANGERS} have within ten minutes, and did not go on.`,
      limit: `${MOST_STRANGERS} at a time from one address`,
      remedy: "Sign in with name and password, or wait ten minutes.",
    });
  });
}

const standing = (kind: SignInStepKind, nowMs: number) =>
  and(eq(signInStep.kind, kind), gt(signInStep.expiresAtMs, nowMs));

/** What was begun with this token; null where it is over. */
export async function readStep(db: Queryable, kind: SignInStepKind, token: string, nowMs: number) {
  const [row] = await db
    .select()
    .from(signInStep)
    .where(and(eq(signInStep.tokenHash, hashOfToken(token)), standing(kind, nowMs)));
  return row ?? null;
}

/** What this person has begun; null where nothing stands. */
export async function readStepOf(db: Queryable, kind: SignInStepKind, personId: string, nowMs: number) {
  const [row] = await db
    .select()
    .from(signInStep)
    .where(and(eq(signInStep.personId, personId), standing(kind, nowMs)));
  return row ?? null;
}

/** Answers with the row, once. */
export const endStep = ({ db }: FactWriter, id: string) =>
  db.delete(signInStep).where(eq(signInStep.id, id)).returning();

export const endStepsOf = ({ db }: FactWriter, personId: string, kind: SignInStepKind) =>
  db.delete(signInStep).where(and(eq(signInStep.personId, personId), eq(signInStep.kind, kind)));
