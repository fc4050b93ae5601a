import { apiKey } from "@v-available/db/schema/api-key";
import { person } from "@v-available/db/schema/person";
import { KEY_PREFIX } from "@v-available/domain/key-prefix";
import { Refusal } from "@v-available/domain/refusal";
import { ROLES, type Role, type Sites } from "@v-available/domain/role";
import { and, eq } from "drizzle-orm";
import { type ActorDeed, attempt, type Deed } from "../audit/deed";
import { authorise } from "../authorise";
import type { Actor } from "../desk";
import type { Environment } from "../environment";
import { notFound } from "../query/not-found";
import { changePeople, recordOf } from "./change";
import { confirm } from "./confirm";
import type { CreateKeyInput, RevokeKeyInput, RevokeOwnKeyInput } from "./input";
import { isWorthNoting, noteUse } from "./last-used";
import type { Holder } from "./remembered";
import { hashOfToken, newToken } from "./secret";
import type { Present } from "./session";

const DAY_MS = 24 * 3_600_000;
export interface KeyView {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly sites: Sites;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  /** To the minute; null before its first use. */
  readonly lastUsedAtMs: number | null;
}

/** What a program is given; never written down. */
export interface NewKey {
  readonly name: string;
  readonly key: string;
}

const isAbove = (role: Role, other: Role): boolean => ROLES.indexOf(role) > ROLES.indexOf(other);
const lesser = (one: Role, other: Role): Role => (isAbove(one, other) ? other : one);
const inBoth = (one: Sites, other: Sites): Sites =>
  one === "all" ? other : other === "all" ? one : one.filter((id) => other.includes(id));

/** For a program, with no more than its person may do. @throws Refusal forbidden | conflict, and those of `confirm` */
export async function createKey(environment: Environment, input: CreateKeyInput, who: Present): Promise<NewKey> {
  const { name, role, days } = input;
  const subject = { kind: "person", id: who.personId } as const;
  const deed: Deed<Present> = { kind: "key.create", by: who, subject, reason: null };
  await confirm(environment, deed, input.currentPassword);
  return attempt(environment, deed, async () => {
    if (isAbove(role, who.role))
      throw new Refusal({
        code: "forbidden",
        message: `The key was not made: ${role} is more than you are, which is ${who.role}.`,
        field: "role",
        value: role,
        limit: `${who.role} at most`,
        remedy: "Choose a lesser role, or ask somebody of that role to make the key.",
      });
    const sites = inBoth(input.sites, who.sites);
    if (input.sites !== "all" && sites.length < input.sites.length)
      throw new Refusal({
        code: "forbidden",
        message: "The key was not made: it would change things at sites where you may not.",
        field: "site",
        limit: "your own sites",
        remedy: "Choose among your own sites.",
      });
    return changePeople(environment, deed, async (writer) => {
      const [same] = await writer.db
        .select()
        .from(apiKey)
        .where(and(eq(apiKey.personId, who.personId), eq(apiKey.name, name)));
      if (same)
        throw new Refusal({
          code: "conflict",
          message: `You have a key named ${name} already.`,
          field: "name",
          value: name,
          remedy: "Choose another name, or revoke the other one first.",
        });
      const key = `${KEY_PREFIX}${newToken()}`;
      const expiresAtMs = writer.nowMs + days * DAY_MS;
      await writer.db.insert(apiKey).values({
        id: writer.newId(),
        personId: who.personId,
        name,
        role,
        sites,
        keyHash: hashOfToken(key),
        createdAtMs: writer.nowMs,
        expiresAtMs,
        lastUsedAtMs: null,
      });
      recordOf(writer, "person.key", who.name, `${who.name} made the key ${name}, as ${role}, for ${days} days.`);
      return { answer: { name, key }, before: null, after: { key: name, role, sites, expiresAtMs } };
    });
  });
}

/** One's own. */
export async function revokeOwnKey(
  environment: Environment,
  { keyId, currentPassword }: RevokeOwnKeyInput,
  who: Present,
): Promise<void> {
  const subject = { kind: "person", id: who.personId } as const;
  const deed: Deed<Present> = { kind: "key.revoke", by: who, subject, reason: null };
  await confirm(environment, deed, currentPassword);
  await revoke(environment, deed, { keyId, personId: who.personId });
}

/** Of anybody, by an owner. @throws Refusal forbidden | not-found */
export function revokeKeyOf(environment: Environment, input: RevokeKeyInput, actor: Actor): Promise<void> {
  const subject = { kind: "person", id: input.personId } as const;
  return revoke(environment, { kind: "key.revoke", by: actor, subject, reason: null }, input, () =>
    authorise(actor, "manage-people"),
  );
}

const revoke = (environment: Environment, deed: ActorDeed, { keyId, personId }: RevokeKeyInput, ask = () => {}) =>
  attempt(environment, deed, async () => {
    ask();
    await changePeople(environment, deed, async (writer) => {
      const [gone] = await writer.db
        .delete(apiKey)
        .where(and(eq(apiKey.id, keyId), eq(apiKey.personId, personId)))
        .returning();
      if (!gone) throw notFound("key", "keyId", keyId);
      const [of] = await writer.db.select().from(person).where(eq(person.id, personId));
      const whose = deed.by.personId === personId ? "" : ` of ${of?.name}`;
      recordOf(writer, "person.key", deed.by.name, `${deed.by.name} revoked the key ${gone.name}${whose}.`);
      const { name, role, sites, expiresAtMs } = gone;
      return { answer: undefined, before: { key: name, role, sites, expiresAtMs }, after: null };
    });
  });

/** Whose key this is, by its hash, and what it may do now. */
export const readKey =
  ({ db }: Pick<Environment, "db">, demo: boolean) =>
  async (hash: string, nowMs: number): Promise<Holder | null> => {
    const [row] = await db.read((tx) =>
      tx.select().from(apiKey).innerJoin(person, eq(person.id, apiKey.personId)).where(eq(apiKey.keyHash, hash)),
    );
    if (!row || row.person.disabledAtMs !== null || row.person.demo !== demo) return null;
    const { api_key: key, person: of } = row;
    if (key.expiresAtMs > nowMs && isWorthNoting(key.lastUsedAtMs, nowMs)) await noteUse(db, apiKey, key.id, nowMs);
    return {
      personId: of.id,
      name: `${of.name}, key ${key.name}`,
      // Whoever was entrusted with less since has no more by a key of before.
      role: lesser(key.role, of.role),
      sites: inBoth(key.sites, of.sites),
      expiresAtMs: key.expiresAtMs,
    };
  };

export const keyView = ({ id, name, role, sites, createdAtMs, expiresAtMs, lastUsedAtMs }: KeyView): KeyView => ({
  id,
  name,
  role,
  sites,
  createdAtMs,
  expiresAtMs,
  lastUsedAtMs,
});
