import { person } from "@v-available/db/schema/person";
import { Refusal } from "@v-available/domain/refusal";
import { eq } from "drizzle-orm";
import { attempt, type Deed } from "../audit/deed";
import type { Environment } from "../environment";
import { changePeople, recordOf } from "./change";
import { confirm } from "./confirm";
import { dropSessions } from "./end-sessions";
import type { CurrentPasswordInput } from "./input";
import type { Provider, ProviderChecks } from "./provider";
import { type Present, personOf } from "./session";
import { type SentToProvider, tookTooLong } from "./sign-in-provider";
import { beginStep, endStep, endStepsOf, readStep } from "./step";
import { lastWayIn, waysIn } from "./way-in";

const PAGE = "/account";

const deedOf = (kind: Deed["kind"], by: Present): Deed<Present> => ({
  kind,
  by,
  subject: { kind: "person", id: by.personId },
  reason: null,
});

/**
 * Sends somebody who is signed in to the provider, so that it says who they are there. Nothing is changed before it has.
 * @param redirectUri where the provider sends the browser back to
 * @throws Refusal invalid | unauthenticated | blocked | conflict | unreachable
 */
export async function beginOwnProvider(
  environment: Environment,
  provider: Provider,
  { currentPassword }: CurrentPasswordInput,
  redirectUri: string,
  who: Present,
): Promise<SentToProvider> {
  const deed = deedOf("person.beginProvider", who);
  await confirm(environment, deed, currentPassword);
  return attempt(environment, deed, async () => {
    const { location, checks } = await provider.begin(redirectUri);
    const step = await changePeople(environment, deed, async (writer) => {
      const now = await personOf(writer, who.personId);
      if (now.providerSubject !== null) throw already(provider.settings.name);
      await endStepsOf(writer, who.personId, "provider");
      const begun = await beginStep(writer, "provider", who.personId, { ...checks, next: PAGE, invitation: "" });
      return { answer: begun, before: null, after: { untilMs: begun.expiresAtMs } };
    });
    return { step, location };
  });
}

/**
 * From now on whoever the provider has just named signs in as this person, too; role and sites stay as they are here.
 * @param token of `beginOwnProvider`
 * @param search of the address that the browser came back with
 * @throws Refusal unauthenticated | conflict | unreachable
 */
export function addOwnProvider(
  environment: Environment,
  provider: Provider,
  token: string | null,
  search: string,
  who: Present,
): Promise<void> {
  const deed = deedOf("person.addProvider", who);
  const { db, clock } = environment;
  const { name: house } = provider.settings;
  return attempt(environment, deed, async () => {
    const step = await db.read((tx) => readStep(tx, "provider", token ?? "", clock.nowMs()));
    if (!step || step.personId !== who.personId) throw tookTooLong();
    const identity = await provider.identify(step.content as Readonly<Record<string, string>> & ProviderChecks, search);
    return changePeople(environment, deed, async (writer) => {
      const [ended] = await endStep(writer, step.id);
      if (!ended) throw tookTooLong();
      const now = await personOf(writer, who.personId);
      if (now.providerSubject !== null) throw already(house);
      const [other] = await writer.db.select().from(person).where(eq(person.providerSubject, identity.subject));
      if (other) throw somebodyElses(house, other.name);
      await writer.db
        .update(person)
        .set({ providerSubject: identity.subject, revision: writer.revision })
        .where(eq(person.id, who.personId));
      const as = identity.name === null ? "" : `, as ${identity.name}`;
      recordOf(writer, "person.factor", who.name, `${who.name} signs in through ${house}, too, from now on${as}.`);
      return { answer: undefined, before: { provider: null }, after: { provider: house, as: identity.name } };
    });
  });
}

/**
 * Whoever the provider names is not this person any more: other sessions end, since some may be theirs.
 * @param house what the provider is called; null where the console knows none any more
 * @throws Refusal invalid | unauthenticated | blocked
 */
export async function removeOwnProvider(
  environment: Environment,
  house: string | null,
  { currentPassword }: CurrentPasswordInput,
  who: Present,
): Promise<void> {
  const deed = deedOf("person.removeProvider", who);
  const called = house ?? "the provider";
  await confirm(environment, deed, currentPassword);
  await attempt(environment, deed, () =>
    changePeople(environment, deed, async (writer) => {
      const now = await personOf(writer, who.personId);
      if (now.providerSubject === null) return { answer: undefined, before: null, after: null, outcome: "unchanged" };
      const refusal = lastWayIn(await waysIn(writer.db, now, house !== null), "provider");
      if (refusal) throw refusal;
      await writer.db
        .update(person)
        // A role that was read from it at each sign-in is theirs from now on.
        .set({ providerSubject: null, roleFromProvider: false, revision: writer.revision })
        .where(eq(person.id, who.personId));
      await endStepsOf(writer, who.personId, "provider");
      const ended = await dropSessions(writer, who.personId, { allBut: who.sessionId });
      recordOf(writer, "person.factor", who.name, `${who.name} does not sign in through ${called} any more.`);
      return {
        answer: undefined,
        before: { provider: called, otherSessions: ended.length },
        after: { provider: null, otherSessions: 0 },
      };
    }),
  );
}

const already = (house: string) =>
  new Refusal({
    code: "conflict",
    message: `You sign in through ${house} already.`,
    remedy: "To sign in as somebody else there, take it off on My account first.",
  });

const somebodyElses = (house: string, name: string) =>
  new Refusal({
    code: "conflict",
    message: `Whoever you are at ${house} signs in here as ${name} already, so nothing was changed.`,
    remedy: `Sign in through ${house}, choose a password for ${name}, and take ${house} off on My account; then join it here.`,
  });
