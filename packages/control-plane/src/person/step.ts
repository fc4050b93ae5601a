import type { Queryable } from "@v-available/db/database";
import { type SignInStepKind, signInStep } from "@v-available/db/schema/sign-in-step";
import { and, eq, gt, lte } from "drizzle-orm";
import type { FactWriter } from "../ledger";
import { hashOfToken, newToken } from "./secret";

const VALID_MS = 10 * 60_000;

export interface NewStep {
  readonly token: string;
  readonly expiresAtMs: number;
}

/** Begins what the browser comes back to with this token, within ten minutes. */
export async function beginStep(
  { db, newId, nowMs }: FactWriter,
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

export const endStep = ({ db }: FactWriter, id: string) => db.delete(signInStep).where(eq(signInStep.id, id));

export const endStepsOf = ({ db }: FactWriter, personId: string, kind: SignInStepKind) =>
  db.delete(signInStep).where(and(eq(signInStep.personId, personId), eq(signInStep.kind, kind)));
