import { person } from "@v-available/db/schema/person";
import { session } from "@v-available/db/schema/session";
import type { SignInMeans } from "@v-available/domain/sign-in-means";
import { eq } from "drizzle-orm";
import type { Actor, Origin } from "../desk";
import type { Environment } from "../environment";
import type { FactWriter } from "../ledger";
import { notFound } from "../query/not-found";
import { isWorthNoting, noteUse } from "./last-used";
import type { Holder } from "./remembered";
import { hashOfToken, newToken } from "./secret";

const SESSION_MS = 12 * 3_600_000;

export type PersonRecord = typeof person.$inferSelect;

export interface SignedIn extends Holder {
  readonly sessionId: string;
}

/** Somebody who is signed in and asks for something. */
export type Present = SignedIn & Actor & { readonly personId: string };

/** @throws Refusal not-found */
export async function personOf({ db }: FactWriter, personId: string): Promise<PersonRecord> {
  const [found] = await db.select().from(person).where(eq(person.id, personId));
  if (!found) throw notFound("person", "personId", personId);
  return found;
}

/** What the browser is given; never written down. */
export interface NewSession {
  readonly token: string;
  readonly expiresAtMs: number;
}

export async function beginSession(
  writer: FactWriter,
  personId: string,
  from: Origin,
  means: SignInMeans,
): Promise<NewSession> {
  const token = newToken();
  const { nowMs } = writer;
  const expiresAtMs = nowMs + SESSION_MS;
  await writer.db.insert(session).values({
    id: writer.newId(),
    personId,
    tokenHash: hashOfToken(token),
    createdAtMs: nowMs,
    expiresAtMs,
    address: from.address.slice(0, 64),
    agent: from.agent.slice(0, 200),
    lastUsedAtMs: nowMs,
    confirmedAtMs: nowMs,
    means,
  });
  return { token, expiresAtMs };
}

/** Who is signed in where the fleet is simulated, or where it is real: by the hash of the token of their browser. */
export const readSession =
  ({ db }: Pick<Environment, "db">, demo: boolean) =>
  async (hash: string, nowMs: number): Promise<SignedIn | null> => {
    const [row] = await db.read((tx) =>
      tx.select().from(session).innerJoin(person, eq(person.id, session.personId)).where(eq(session.tokenHash, hash)),
    );
    if (!row || row.person.disabledAtMs !== null || row.person.demo !== demo) return null;
    if (isWorthNoting(row.session.lastUsedAtMs, nowMs)) await noteUse(db, session, row.session.id, nowMs);
    return {
      sessionId: row.session.id,
      personId: row.person.id,
      expiresAtMs: row.session.expiresAtMs,
      name: row.person.name,
      role: row.person.role,
      sites: row.person.sites,
    };
  };
