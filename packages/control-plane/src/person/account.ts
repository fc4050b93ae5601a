import { apiKey } from "@v-available/db/schema/api-key";
import { passkey } from "@v-available/db/schema/passkey";
import { person } from "@v-available/db/schema/person";
import { session } from "@v-available/db/schema/session";
import type { SignInMeans } from "@v-available/domain/sign-in-means";
import { and, asc, desc, eq, gt } from "drizzle-orm";
import type { Environment } from "../environment";
import type { Reference } from "../view/headline";
import { type KeyView, keyView } from "./api-key";
import { confirmedUntil } from "./confirm";
import { type PasskeyView, passkeyView } from "./passkey";
import type { SignedIn } from "./session";
import { readSites } from "./site-list";
import { lastWayIn, type WaysIn, waysIn } from "./way-in";

export interface SessionView {
  readonly id: string;
  readonly address: string;
  readonly agent: string;
  readonly means: SignInMeans;
  readonly createdAtMs: number;
  /** To the minute. */
  readonly lastUsedAtMs: number;
  readonly expiresAtMs: number;
}

/** What a person sees of their own account. */
export interface AccountView {
  readonly sessions: readonly SessionView[];
  readonly hasPassword: boolean;
  /** Whether signing in asks for a code, too. */
  readonly codes: boolean;
  readonly recoveryCodesLeft: number;
  readonly passkeys: readonly PasskeyView[];
  readonly provider: {
    /** Whether whoever the provider names signs in as them. */
    readonly joined: boolean;
    /** Why it can't be taken off; null where it can. */
    readonly cannotLeaveBecause: string | null;
  };
  readonly keys: readonly KeyView[];
  /** Where they may be entrusted with something: for the form of a key. */
  readonly sites: readonly Reference[];
  /** Until when what changes the way one signs in asks for no password; null where it does. */
  readonly confirmedUntilMs: number | null;
}

function lastWayWords(ways: WaysIn): string | null {
  const refusal = lastWayIn(ways, "provider");
  return refusal && `${refusal.detail.message} ${refusal.detail.remedy}`;
}

type SessionRecord = typeof session.$inferSelect;
export const sessionView = (row: SessionRecord): SessionView => ({
  id: row.id,
  address: row.address,
  agent: row.agent,
  means: row.means,
  createdAtMs: row.createdAtMs,
  lastUsedAtMs: row.lastUsedAtMs,
  expiresAtMs: row.expiresAtMs,
});

export const readAccount = (
  { db, clock }: Pick<Environment, "db" | "clock">,
  knowsProvider: boolean,
  who: Pick<SignedIn, "personId" | "sessionId">,
) =>
  db.read(async (tx): Promise<AccountView> => {
    const nowMs = clock.nowMs();
    const [of] = await tx.select().from(person).where(eq(person.id, who.personId));
    const sessions = await tx
      .select()
      .from(session)
      .where(and(eq(session.personId, who.personId), gt(session.expiresAtMs, nowMs)))
      .orderBy(desc(session.lastUsedAtMs), desc(session.createdAtMs));
    const passkeys = await tx
      .select()
      .from(passkey)
      .where(eq(passkey.personId, who.personId))
      .orderBy(asc(passkey.createdAtMs));
    const keys = await tx.select().from(apiKey).where(eq(apiKey.personId, who.personId)).orderBy(asc(apiKey.name));
    const sites = await readSites(tx);
    const ways = of ? await waysIn(tx, of, knowsProvider) : null;
    const own = sessions.find(({ id }) => id === who.sessionId);
    return {
      sessions: sessions.map(sessionView),
      hasPassword: Boolean(of?.passwordHash),
      codes: Boolean(of?.totpSecret),
      recoveryCodesLeft: of?.recoveryCodeHashes.length ?? 0,
      passkeys: passkeys.map(passkeyView),
      provider: {
        joined: Boolean(of?.providerSubject),
        cannotLeaveBecause: ways && lastWayWords(ways),
      },
      keys: keys.map(keyView),
      sites: of === undefined || of.sites === "all" ? sites : sites.filter(({ id }) => of.sites.includes(id)),
      confirmedUntilMs: own ? confirmedUntil(own, nowMs) : null,
    };
  });
