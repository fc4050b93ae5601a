import { passwordLink } from "@v-available/db/schema/password-link";
import { person } from "@v-available/db/schema/person";
import { Refusal } from "@v-available/domain/refusal";
import { and, eq, gt, lte, or } from "drizzle-orm";
import { type ActorDeed, type Asker, attempt, type Deed } from "../audit/deed";
import { authorise } from "../authorise";
import type { Actor, Origin } from "../desk";
import type { Environment } from "../environment";
import { notFound } from "../query/not-found";
import { changePeople, recordOf } from "./change";
import { confirm } from "./confirm";
import { dropSessions } from "./end-sessions";
import type { ChangePasswordInput, LinkPasswordInput, ResetPasswordInput } from "./input";
import { hashOfToken, hashPassword, newToken } from "./secret";
import type { Present } from "./session";

const LINK_VALID_MS = 24 * 3_600_000;

const endedWords = (ended: number): string =>
  ended === 0 ? "no other session was open" : ended === 1 ? "one other session ended" : `${ended} other sessions ended`;

/** One's own; other sessions end. @throws Refusal invalid | unauthenticated | blocked | unsupported */
export async function changePassword(
  environment: Environment,
  { currentPassword, password }: ChangePasswordInput,
  who: Present,
): Promise<void> {
  const subject = { kind: "person", id: who.personId } as const;
  const deed: Deed<Present> = { kind: "person.changePassword", by: who, subject, reason: null };
  // Even right after a sign-in: a browser that was left alone must not be enough.
  await confirm(environment, deed, currentPassword, true);
  await attempt(environment, deed, async () => {
    if (password === currentPassword) throw same();
    const passwordHash = await hashPassword(password);
    return changePeople(environment, deed, async (writer) => {
      await writer.db
        .update(person)
        .set({ passwordHash, revision: writer.revision })
        .where(eq(person.id, who.personId));
      await writer.db.delete(passwordLink).where(eq(passwordLink.personId, who.personId));
      const ended = await dropSessions(writer, who.personId, { allBut: who.sessionId });
      const { name } = who;
      recordOf(writer, "person.password", name, `${name} changed the password; ${endedWords(ended.length)}.`);
      return { answer: undefined, before: { otherSessions: ended.length }, after: { otherSessions: 0 } };
    });
  });
}

const same = () =>
  new Refusal({
    code: "invalid",
    message: "The password was not changed: the new one is the old one.",
    field: "password",
    remedy: "Choose another one.",
  });

/** What an owner hands on. */
export interface PasswordLink {
  readonly token: string;
  /** Whose password it is for. */
  readonly name: string;
}

/** By an owner. @returns the token of a link by which this person chooses a new password, once, within a day */
export function linkPassword(
  environment: Environment,
  { personId }: LinkPasswordInput,
  actor: Actor,
): Promise<PasswordLink> {
  const subject = { kind: "person", id: personId } as const;
  const deed: ActorDeed = { kind: "person.linkPassword", by: actor, subject, reason: null };
  return attempt(environment, deed, async () => {
    authorise(actor, "manage-people");
    const token = newToken();
    return changePeople(environment, deed, async (writer) => {
      const [of] = await writer.db.select().from(person).where(eq(person.id, personId));
      if (!of) throw notFound("person", "personId", personId);
      const expiresAtMs = writer.nowMs + LINK_VALID_MS;
      // The one before it is void, and so are those that are too old.
      await writer.db
        .delete(passwordLink)
        .where(or(eq(passwordLink.personId, personId), lte(passwordLink.expiresAtMs, writer.nowMs)));
      await writer.db.insert(passwordLink).values({
        id: writer.newId(),
        tokenHash: hashOfToken(token),
        personId,
        madeBy: actor.name,
        expiresAtMs,
      });
      const { name } = actor;
      recordOf(writer, "person.password-link", name, `${name} made a link by which ${of.name} chooses a new password.`);
      return { answer: { token, name: of.name }, before: null, after: { expiresAtMs } };
    });
  });
}

const used = () =>
  new Refusal({
    code: "not-found",
    message: "This link was used already, or it is too old.",
    field: "token",
    remedy: "Sign in with the password that was chosen, or ask an owner for a new link.",
  });

/** Whose password a link is for; null where it is for nobody's any more. */
export const readPasswordLink = ({ db, clock }: Pick<Environment, "db" | "clock">, token: string) =>
  db.read(async (tx) => {
    const [row] = await tx
      .select({ name: person.name, personId: person.id })
      .from(passwordLink)
      .innerJoin(person, eq(person.id, passwordLink.personId))
      .where(and(eq(passwordLink.tokenHash, hashOfToken(token)), gt(passwordLink.expiresAtMs, clock.nowMs())));
    return row ?? null;
  });

/** All sessions end, and nobody is signed in by it: a second factor is still asked for. @throws Refusal not-found */
export function resetPassword(
  environment: Environment,
  { token, password }: ResetPasswordInput,
  from: Origin,
): Promise<void> {
  const by: Asker = { personId: null, name: null, role: null, from };
  const deed: Deed = { kind: "person.resetPassword", by, subject: null, reason: null };
  return attempt(environment, deed, async () => {
    if ((await readPasswordLink(environment, token)) === null) throw used();
    const passwordHash = await hashPassword(password);
    return changePeople(environment, deed, async (writer) => {
      const [link] = await writer.db
        .delete(passwordLink)
        .where(eq(passwordLink.tokenHash, hashOfToken(token)))
        .returning();
      if (!link || link.expiresAtMs <= writer.nowMs) throw used();
      const [of] = await writer.db
        .update(person)
        .set({ passwordHash, failedSignIns: 0, lockedUntilMs: null, revision: writer.revision })
        .where(eq(person.id, link.personId))
        .returning();
      if (!of) throw used();
      const ended = await dropSessions(writer, of.id, "all");
      const { name, role, id: personId } = of;
      const sentence = `${name} chose a new password by the link of ${link.madeBy}, from ${from.address}.`;
      recordOf(writer, "person.password", name, sentence);
      return {
        answer: undefined,
        before: { sessions: ended.length },
        after: { sessions: 0 },
        subject: { kind: "person", id: personId },
        by: { personId, name, role, from },
      };
    });
  });
}
