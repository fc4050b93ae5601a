import { apiKey } from "@v-available/db/schema/api-key";
import { passkey } from "@v-available/db/schema/passkey";
import { person } from "@v-available/db/schema/person";
import { session } from "@v-available/db/schema/session";
import { Refusal } from "@v-available/domain/refusal";
import type { Role } from "@v-available/domain/role";
import { and, asc, desc, eq, gt, isNull, ne } from "drizzle-orm";
import type { ActorDeed } from "../audit/deed";
import { authorise } from "../authorise";
import { needsSecondPerson } from "../consent/rule";
import type { Entrusted } from "../desk";
import type { Environment } from "../environment";
import type { FactWriter } from "../ledger";
import { notFound } from "../query/not-found";
import type { Reference } from "../view/headline";
import { type SessionView, sessionView } from "./account";
import { type KeyView, keyView } from "./api-key";
import { changePeople, recordOf } from "./change";
import type { ChangePersonInput } from "./input";
import { readSites } from "./site-list";

export interface PersonView extends Reference {
  readonly role: Role;
  /** Names of their sites; null for all. */
  readonly sites: readonly Reference[] | null;
  readonly sessions: readonly SessionView[];
  /** Whether signing in with a password asks for a code, too. */
  readonly codes: boolean;
  readonly passkeys: number;
  readonly hasPassword: boolean;
  readonly keys: readonly KeyView[];
  readonly lockedUntilMs: number | null;
  readonly disabledAtMs: number | null;
}

export interface PeopleView {
  readonly lossNeedsSecondPerson: boolean;
  readonly people: readonly PersonView[];
  readonly sites: readonly Reference[];
}

export function listPeople({ db, clock }: Pick<Environment, "db" | "clock">, demo: boolean, actor: Entrusted) {
  authorise(actor, "manage-people");
  return db.read(async (tx): Promise<PeopleView> => {
    const nowMs = clock.nowMs();
    const rows = await tx.select().from(person).where(eq(person.demo, demo)).orderBy(asc(person.name));
    const sessions = await tx
      .select()
      .from(session)
      .where(gt(session.expiresAtMs, nowMs))
      .orderBy(desc(session.lastUsedAtMs), desc(session.createdAtMs));
    const passkeys = await tx.select({ personId: passkey.personId }).from(passkey);
    const keys = await tx.select().from(apiKey).orderBy(asc(apiKey.name));
    const sites = await readSites(tx);
    const named = (id: string): Reference => sites.find((one) => one.id === id) ?? { id, name: "a site that is gone" };
    return {
      lossNeedsSecondPerson: await needsSecondPerson(tx),
      sites,
      people: rows.map((row) => ({
        id: row.id,
        name: row.name,
        role: row.role,
        sites: row.sites === "all" ? null : row.sites.map(named),
        sessions: sessions.filter(({ personId }) => personId === row.id).map(sessionView),
        codes: row.totpSecret !== null,
        passkeys: passkeys.filter(({ personId }) => personId === row.id).length,
        hasPassword: row.passwordHash !== null,
        keys: keys.filter(({ personId }) => personId === row.id).map(keyView),
        lockedUntilMs: row.lockedUntilMs !== null && row.lockedUntilMs > nowMs ? row.lockedUntilMs : null,
        disabledAtMs: row.disabledAtMs,
      })),
    };
  });
}

/** Entrusts a person with something else. Their sessions end: what a page shows of the role before is over at once. */
export function changePerson(
  environment: Pick<Environment, "db" | "clock">,
  { personId, role, sites, disabled }: ChangePersonInput,
  deed: ActorDeed,
): Promise<void> {
  const actor = deed.by;
  authorise(actor, "manage-people");
  return changePeople(environment, deed, async (writer) => {
    const [before] = await writer.db.select().from(person).where(eq(person.id, personId));
    if (!before) throw notFound("person", "personId", personId);
    if ((role !== "owner" || disabled) && before.role === "owner" && !(await hasAnotherOwner(writer, before)))
      throw new Refusal({
        code: "blocked",
        message: `${before.name} was not changed: nobody else is owner.`,
        field: "role",
        value: role,
        limit: "one owner at least",
        remedy: "Make somebody else owner first.",
      });
    const disabledAtMs = disabled ? (before.disabledAtMs ?? writer.nowMs) : null;
    await writer.db
      .update(person)
      // Whoever is entrusted with something by hand keeps it, whatever a provider says.
      .set({
        role,
        sites,
        disabledAtMs,
        roleFromProvider: false,
        failedSignIns: 0,
        lockedUntilMs: null,
        revision: writer.revision,
      })
      .where(eq(person.id, personId));
    await writer.db.delete(session).where(eq(session.personId, personId));
    const words = (of: { role: Role; sites: typeof sites; disabledAtMs: number | null }) =>
      of.disabledAtMs === null
        ? `${of.role} at ${of.sites === "all" ? "all sites" : `${of.sites.length} of the sites`}`
        : "kept out";
    const change = `${words(before)} before, ${words({ role, sites, disabledAtMs })} now`;
    recordOf(writer, "person.change", actor.name, `${actor.name} changed what ${before.name} may do: ${change}.`);
    return {
      answer: undefined,
      before: { role: before.role, sites: before.sites, keptOut: before.disabledAtMs !== null },
      after: { role, sites, keptOut: disabled },
    };
  });
}

async function hasAnotherOwner({ db }: FactWriter, { id, demo }: typeof person.$inferSelect): Promise<boolean> {
  const others = await db
    .select({ id: person.id })
    .from(person)
    .where(and(eq(person.role, "owner"), eq(person.demo, demo), isNull(person.disabledAtMs), ne(person.id, id)))
    .limit(1);
  return others.length > 0;
}
