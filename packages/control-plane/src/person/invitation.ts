import type { Queryable } from "@v-available/db/database";
import { invitation } from "@v-available/db/schema/invitation";
import { person } from "@v-available/db/schema/person";
import { Refusal } from "@v-available/domain/refusal";
import { and, eq, isNull } from "drizzle-orm";
import { type ActorDeed, type Asker, attempt, type Deed, perform } from "../audit/deed";
import { authorise } from "../authorise";
import type { Origin } from "../desk";
import type { Environment } from "../environment";
import type { FactWriter } from "../ledger";
import { changePeople, recordOf } from "./change";
import type { AcceptInput, InviteInput } from "./input";
import { newPerson } from "./new-person";
import { hashOfToken, hashPassword, newToken } from "./secret";
import { beginSession, type NewSession } from "./session";

const VALID_MS = 7 * 24 * 3_600_000;

const hasOwner = async (db: Queryable): Promise<boolean> => {
  const owners = await db
    .select({ id: person.id })
    .from(person)
    .where(and(eq(person.role, "owner"), eq(person.demo, false), isNull(person.disabledAtMs)))
    .limit(1);
  return owners.length > 0;
};

/** The token of a link that makes the first owner; null where there is one. */
export async function inviteFirstOwner(environment: Pick<Environment, "db" | "clock">): Promise<string | null> {
  // Should one come in between, the link is void.
  if (await environment.db.read(hasOwner)) return null;
  const token = newToken();
  const deed: Deed = { kind: "person.invite", by: CONSOLE, subject: null, reason: null };
  return perform(environment, deed, async ({ db, newId, nowMs }) => {
    const expiresAtMs = nowMs + VALID_MS;
    const made = { role: "owner", sites: "all" } as const;
    await db
      .insert(invitation)
      .values({ id: newId(), tokenHash: hashOfToken(token), ...made, invitedBy: null, expiresAtMs });
    return { answer: token, before: null, after: { ...made, expiresAtMs } };
  });
}

/** Who prints the link of the first owner. */
const CONSOLE: Asker = {
  personId: null,
  name: "v-Available",
  role: null,
  from: { address: "the console itself", agent: "" },
};

/** @returns the token of a link that makes one person, once */
export function invite(
  environment: Pick<Environment, "db" | "clock">,
  { role, sites }: InviteInput,
  deed: ActorDeed,
): Promise<string> {
  authorise(deed.by, "manage-people");
  const { name } = deed.by;
  const token = newToken();
  return changePeople(environment, deed, async (writer) => {
    const expiresAtMs = writer.nowMs + VALID_MS;
    await writer.db.insert(invitation).values({
      id: writer.newId(),
      tokenHash: hashOfToken(token),
      role,
      sites,
      invitedBy: name,
      expiresAtMs,
    });
    recordOf(writer, "person.invite", name, `${name} made a link for one new ${role}.`);
    return { answer: token, before: null, after: { role, sites, expiresAtMs } };
  });
}

const used = () =>
  new Refusal({
    code: "not-found",
    message: "This link was used already, or it is too old.",
    field: "token",
    remedy: "Sign in with the name that was chosen, or ask an owner for a new link.",
  });

/** Who a link would make; null where it makes nobody any more. */
export const readInvitation = ({ db, clock }: Pick<Environment, "db" | "clock">, token: string) =>
  db.read(async (tx) => {
    const [row] = await tx
      .select()
      .from(invitation)
      .where(eq(invitation.tokenHash, hashOfToken(token)));
    if (!row || row.expiresAtMs <= clock.nowMs()) return null;
    if (row.invitedBy === null && (await hasOwner(tx))) return null;
    return { role: row.role };
  });

/** Uses a link up. @throws Refusal not-found */
export async function takeInvitation(writer: FactWriter, token: string) {
  const [row] = await writer.db
    .delete(invitation)
    .where(eq(invitation.tokenHash, hashOfToken(token)))
    .returning();
  if (!row || row.expiresAtMs <= writer.nowMs) throw used();
  if (row.invitedBy === null && (await hasOwner(writer.db))) throw used();
  return row;
}

/** Makes the person of a link and signs them in. @throws Refusal not-found | conflict */
export function acceptInvitation(environment: Environment, input: AcceptInput, from: Origin): Promise<NewSession> {
  const by: Asker = { personId: null, name: null, role: null, from };
  return attempt(environment, { kind: "person.accept", by, subject: null, reason: null }, (deed) =>
    accept(environment, deed, input),
  );
}

async function accept(
  environment: Environment,
  deed: Deed,
  { token, name, password }: AcceptInput,
): Promise<NewSession> {
  const { from } = deed.by;
  if ((await readInvitation(environment, token)) === null) throw used();
  const passwordHash = await hashPassword(password);
  return changePeople(environment, deed, async (writer) => {
    const row = await takeInvitation(writer, token);
    const [made] = await writer.db
      .insert(person)
      .values(newPerson(writer, { name, role: row.role, sites: row.sites, passwordHash }))
      .onConflictDoNothing()
      .returning();
    if (!made)
      throw new Refusal({
        code: "conflict",
        message: `There is somebody named ${name} already.`,
        field: "name",
        value: name,
        remedy: "Choose another name.",
      });
    const by = row.invitedBy === null ? "by the link that the console printed" : `invited by ${row.invitedBy}`;
    recordOf(writer, "person.join", name, `${name} became ${row.role}, ${by}, from ${from.address}.`);
    const { id: personId, role, sites } = made;
    return {
      answer: await beginSession(writer, personId, from, "invitation"),
      before: null,
      after: { name, role, sites, invitedBy: row.invitedBy },
      subject: { kind: "person", id: personId },
      by: { personId, name, role, from },
    };
  });
}
