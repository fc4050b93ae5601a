import type { Queryable } from "@v-available/db/database";
import { invitation } from "@v-available/db/schema/invitation";
import { person } from "@v-available/db/schema/person";
import { Refusal } from "@v-available/domain/refusal";
import { and, eq, isNull } from "drizzle-orm";
import { authorise } from "../authorise";
import type { Actor } from "../desk";
import { type Environment, newId } from "../environment";
import { changePeople, recordOf } from "./change";
import type { AcceptInput, InviteInput } from "./input";
import { hashOfToken, hashPassword, newToken } from "./secret";
import { beginSession, type NewSession, type Origin } from "./session";

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
export async function inviteFirstOwner({ db, clock }: Pick<Environment, "db" | "clock">): Promise<string | null> {
  const token = newToken();
  return db.transaction(async (tx) => {
    if (await hasOwner(tx)) return null;
    await tx.insert(invitation).values({
      id: newId(clock),
      tokenHash: hashOfToken(token),
      role: "owner",
      sites: "all",
      invitedBy: null,
      expiresAtMs: clock.nowMs() + VALID_MS,
    });
    return token;
  });
}

/** @returns the token of a link that makes one person, once */
export function invite(
  environment: Pick<Environment, "db" | "clock">,
  { role, sites }: InviteInput,
  actor: Actor,
): Promise<string> {
  authorise(actor, "manage-people");
  const token = newToken();
  return changePeople(environment, async (writer) => {
    await writer.db.insert(invitation).values({
      id: writer.newId(),
      tokenHash: hashOfToken(token),
      role,
      sites,
      invitedBy: actor.name,
      expiresAtMs: writer.nowMs + VALID_MS,
    });
    recordOf(writer, "person.invite", actor.name, `${actor.name} made a link for one new ${role}.`);
    return token;
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

/** Makes the person of a link and signs them in. @throws Refusal not-found | conflict */
export async function acceptInvitation(
  environment: Pick<Environment, "db" | "clock">,
  { token, name, password }: AcceptInput,
  from: Origin,
): Promise<NewSession> {
  if ((await readInvitation(environment, token)) === null) throw used();
  const passwordHash = await hashPassword(password);
  return changePeople(environment, async (writer) => {
    const [row] = await writer.db
      .delete(invitation)
      .where(eq(invitation.tokenHash, hashOfToken(token)))
      .returning();
    if (!row || row.expiresAtMs <= writer.nowMs) throw used();
    if (row.invitedBy === null && (await hasOwner(writer.db))) throw used();
    const [made] = await writer.db
      .insert(person)
      .values({
        id: writer.newId(),
        revision: writer.revision,
        name,
        role: row.role,
        sites: row.sites,
        passwordHash,
        demo: false,
        failedSignIns: 0,
        lockedUntilMs: null,
        createdAtMs: writer.nowMs,
        disabledAtMs: null,
      })
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
    return beginSession(writer, made.id, from);
  });
}
