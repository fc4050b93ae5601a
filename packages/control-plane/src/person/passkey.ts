import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { passkey } from "@v-available/db/schema/passkey";
import { person } from "@v-available/db/schema/person";
import { Refusal } from "@v-available/domain/refusal";
import { and, eq } from "drizzle-orm";
import { type Asker, attempt, type Deed } from "../audit/deed";
import type { Origin } from "../desk";
import type { Environment } from "../environment";
import { notFound } from "../query/not-found";
import { changePeople, recordOf } from "./change";
import { confirm } from "./confirm";
import type { CurrentPasswordInput, NewPasskeyInput, RemovePasskeyInput } from "./input";
import { beginSession, type NewSession, type Present, personOf } from "./session";
import { beginStep, beginStrangersStep, endStep, type NewStep, readStep } from "./step";
import { countRight, refuseCrowd } from "./tries";
import { lastWayIn, waysIn } from "./way-in";

/** Under which name a browser has opened the console: a passkey works there and nowhere else. */
export interface ConsoleName {
  /** Without a port: "console.example.org". */
  readonly rpId: string;
  /** As the browser says it: "https://console.example.org". */
  readonly origin: string;
}

export interface PasskeyView {
  readonly id: string;
  readonly name: string;
  readonly rpId: string;
  readonly backedUp: boolean;
  readonly createdAtMs: number;
  readonly lastUsedAtMs: number | null;
}

/** What a device is asked, and what the browser brings along with its answer. */
export interface Asked<Options> {
  readonly step: NewStep;
  readonly options: Options;
}

const deedOf = (kind: Deed["kind"], by: Present): Deed<Present> => ({
  kind,
  by,
  subject: { kind: "person", id: by.personId },
  reason: null,
});

/** Asks a device to make a passkey of this person. @param organisation whose console it is, in words */
export async function beginPasskey(
  environment: Environment,
  { currentPassword }: CurrentPasswordInput,
  at: ConsoleName,
  organisation: string,
  who: Present,
): Promise<Asked<PublicKeyCredentialCreationOptionsJSON>> {
  const deed = deedOf("person.beginPasskey", who);
  await confirm(environment, deed, currentPassword);
  const has = await environment.db.read((tx) => tx.select().from(passkey).where(eq(passkey.personId, who.personId)));
  const options = await generateRegistrationOptions({
    rpName: organisation,
    rpID: at.rpId,
    userName: who.name,
    userID: new TextEncoder().encode(who.personId),
    excludeCredentials: has.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
    // It stands for name, password and code at once: the device must know whom to name and see that it is they.
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
  const step = await attempt(environment, deed, () =>
    changePeople(environment, deed, async (writer) => {
      const begun = await beginStep(writer, "passkey-new", who.personId, { challenge: options.challenge });
      return { answer: begun, before: null, after: { untilMs: begun.expiresAtMs } };
    }),
  );
  return { step, options };
}

/** Keeps the passkey that a device has made. @param token of `beginPasskey`. @throws Refusal invalid | conflict */
export function addPasskey(
  environment: Environment,
  token: string | null,
  { name, response }: NewPasskeyInput,
  at: ConsoleName,
  who: Present,
): Promise<void> {
  const deed = deedOf("person.addPasskey", who);
  const { db, clock } = environment;
  return attempt(environment, deed, async () => {
    const step = await db.read((tx) => readStep(tx, "passkey-new", token ?? "", clock.nowMs()));
    if (!step || step.personId !== who.personId) throw tookTooLong();
    const made = await verifyRegistrationResponse({
      response: response as unknown as RegistrationResponseJSON,
      expectedChallenge: step.content.challenge ?? "",
      expectedOrigin: at.origin,
      expectedRPID: at.rpId,
    }).catch((cause: unknown) => {
      throw notThis("The passkey was not kept: what the device answered does not fit what it was asked.", cause);
    });
    if (!made.verified) throw notThis("The passkey was not kept: the device's answer is not signed as it says.", null);
    const { credential, credentialBackedUp: backedUp } = made.registrationInfo;
    return changePeople(environment, deed, async (writer) => {
      const [ended] = await endStep(writer, step.id);
      if (!ended) throw tookTooLong();
      const [kept] = await writer.db
        .insert(passkey)
        .values({
          id: writer.newId(),
          personId: who.personId,
          name,
          rpId: at.rpId,
          credentialId: credential.id,
          publicKey: Buffer.from(credential.publicKey).toString("base64url"),
          counter: credential.counter,
          transports: [...(credential.transports ?? [])],
          backedUp,
          createdAtMs: writer.nowMs,
          lastUsedAtMs: null,
        })
        .onConflictDoNothing()
        .returning();
      if (!kept)
        throw new Refusal({
          code: "conflict",
          message: "This passkey is known already.",
          remedy: "Use another device, or remove the passkey first.",
        });
      recordOf(writer, "person.factor", who.name, `${who.name} signs in with the passkey ${name}, too, from now on.`);
      return { answer: undefined, before: null, after: { passkey: name, at: at.rpId } };
    });
  });
}

/** One's own. */
export async function removePasskey(
  environment: Environment,
  { currentPassword, passkeyId }: RemovePasskeyInput,
  knowsProvider: boolean,
  who: Present,
): Promise<void> {
  const deed = deedOf("person.removePasskey", who);
  await confirm(environment, deed, currentPassword);
  await attempt(environment, deed, () =>
    changePeople(environment, deed, async (writer) => {
      const ways = await waysIn(writer.db, await personOf(writer, who.personId), knowsProvider);
      const [gone] = await writer.db
        .delete(passkey)
        .where(and(eq(passkey.id, passkeyId), eq(passkey.personId, who.personId)))
        .returning();
      if (!gone) throw notFound("passkey", "passkeyId", passkeyId);
      const refusal = lastWayIn(ways, "passkey");
      if (refusal) throw refusal;
      recordOf(writer, "person.factor", who.name, `${who.name} removed the passkey ${gone.name}.`);
      return { answer: undefined, before: { passkey: gone.name, at: gone.rpId }, after: null };
    }),
  );
}

/** Asks whatever device is there who it is. */
export async function beginPasskeySignIn(
  environment: Environment,
  at: ConsoleName,
  from: Origin,
): Promise<Asked<PublicKeyCredentialRequestOptionsJSON>> {
  const options = await generateAuthenticationOptions({ rpID: at.rpId, userVerification: "required" });
  const step = await beginStrangersStep(environment, "passkey-sign-in", { challenge: options.challenge }, from);
  return { step, options };
}

/**
 * Signs in whoever the passkey belongs to. It was unlocked by a finger, a face or a number: no password and no code is
 * asked for, and wrong passwords of others do not keep it out.
 * @param token of `beginPasskeySignIn`
 * @throws Refusal unauthenticated | blocked
 */
export async function signInByPasskey(
  environment: Environment,
  token: string | null,
  response: Readonly<Record<string, unknown>>,
  at: ConsoleName,
  from: Origin,
): Promise<NewSession> {
  const { db, clock } = environment;
  const answer = response as unknown as AuthenticationResponseJSON;
  const [known] = await db.read((tx) =>
    tx
      .select()
      .from(passkey)
      .innerJoin(person, eq(person.id, passkey.personId))
      .where(and(eq(passkey.credentialId, String(answer.id)), eq(passkey.rpId, at.rpId))),
  );
  const of = known?.person;
  const by: Asker = { personId: of?.id ?? null, name: of?.name ?? null, role: null, from };
  const subject = of ? ({ kind: "person", id: of.id } as const) : null;
  const deed: Deed = { kind: "person.signIn", by, subject, reason: null };
  return attempt(environment, deed, async () => {
    await refuseCrowd(environment, from);
    const step = await db.read((tx) => readStep(tx, "passkey-sign-in", token ?? "", clock.nowMs()));
    if (!step) throw tookTooLong();
    if (!known) throw notKnown();
    const checked = await verifyAuthenticationResponse({
      response: answer,
      expectedChallenge: step.content.challenge ?? "",
      expectedOrigin: at.origin,
      expectedRPID: at.rpId,
      credential: {
        id: known.passkey.credentialId,
        publicKey: Uint8Array.from(Buffer.from(known.passkey.publicKey, "base64url")),
        counter: known.passkey.counter,
      },
    }).catch((cause: unknown) => {
      throw notKnown(cause);
    });
    if (!checked.verified) throw notKnown();
    return changePeople(environment, deed, async (writer) => {
      const [ended] = await endStep(writer, step.id);
      const [now] = await writer.db
        .select()
        .from(passkey)
        .innerJoin(person, eq(person.id, passkey.personId))
        .where(eq(passkey.id, known.passkey.id));
      // Of the same answer twice at once, one comes in.
      if (!ended || !now || now.person.disabledAtMs !== null || now.passkey.counter !== known.passkey.counter)
        throw notKnown();
      const { newCounter, credentialBackedUp } = checked.authenticationInfo;
      await writer.db
        .update(passkey)
        .set({ counter: newCounter, backedUp: credentialBackedUp, lastUsedAtMs: writer.nowMs })
        .where(eq(passkey.id, now.passkey.id));
      const { id: personId, name, role } = now.person;
      const change = await countRight(writer, now.person);
      const { name: which } = now.passkey;
      recordOf(writer, "person.sign-in", name, `${name} signed in with the passkey ${which}, from ${from.address}.`);
      const session = await beginSession(writer, personId, from, "passkey");
      return { answer: session, ...change, by: { personId, name, role, from } };
    });
  });
}

const tookTooLong = () =>
  new Refusal({
    code: "unauthenticated",
    message: "The device answered something that was asked more than ten minutes ago, or answered it before.",
    limit: "ten minutes",
    remedy: "Begin anew.",
  });

const notThis = (message: string, cause: unknown) =>
  new Refusal({ code: "invalid", message, field: "response", remedy: "Begin anew." }, { cause });

const notKnown = (cause?: unknown) =>
  new Refusal(
    {
      code: "unauthenticated",
      message: "Nobody signs in here with this passkey.",
      remedy: "Use another one, or sign in with name and password.",
    },
    { cause },
  );

export const passkeyView = ({ id, name, rpId, backedUp, createdAtMs, lastUsedAtMs }: PasskeyView): PasskeyView => ({
  id,
  name,
  rpId,
  backedUp,
  createdAtMs,
  lastUsedAtMs,
});
