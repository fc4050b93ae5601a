import { passkey } from "@v-available/db/schema/passkey";
import { person } from "@v-available/db/schema/person";
import { Refusal } from "@v-available/domain/refusal";
import { eq } from "drizzle-orm";
import { type ActorDeed, attempt, type Deed } from "../audit/deed";
import { authorise } from "../authorise";
import type { Actor } from "../desk";
import type { Environment } from "../environment";
import type { FactWriter } from "../ledger";
import { changePeople, recordOf } from "./change";
import { confirm } from "./confirm";
import { dropSessions } from "./end-sessions";
import type { ConfirmCodesInput, CurrentPasswordInput, RemoveFactorsInput } from "./input";
import { newRecoveryCodes } from "./recovery-code";
import type { Secrets } from "./sealed";
import { type Present, personOf, type SignedIn } from "./session";
import { beginStep, endStepsOf, readStepOf } from "./step";
import { newTotpSecret, stepOfCode, totpUri } from "./totp";

const deedOf = (kind: Deed["kind"], by: Present): Deed<Present> => ({
  kind,
  by,
  subject: { kind: "person", id: by.personId },
  reason: null,
});

/** Begins to set codes up: nothing is asked for before one was given back. Whoever begins anew has another secret. */
export async function beginCodes(
  environment: Environment,
  secrets: Secrets,
  { currentPassword }: CurrentPasswordInput,
  who: Present,
): Promise<void> {
  const deed = deedOf("person.beginCodes", who);
  await confirm(environment, deed, currentPassword);
  await attempt(environment, deed, async () => {
    const secret = await secrets.seal(newTotpSecret(), who.personId);
    return changePeople(environment, deed, async (writer) => {
      const now = await personOf(writer, who.personId);
      if (now.totpSecret !== null) throw already();
      await endStepsOf(writer, who.personId, "totp");
      const { expiresAtMs } = await beginStep(writer, "totp", who.personId, { secret });
      return { answer: undefined, before: null, after: { untilMs: expiresAtMs } };
    });
  });
}

const already = () =>
  new Refusal({
    code: "conflict",
    message: "Codes are set up already.",
    remedy: "Take them off first, then set them up on the other device.",
  });

/** What somebody reads with an application to set codes up. */
export interface CodesBegun {
  readonly secret: string;
  /** The same for the camera, with whose codes they are. */
  readonly uri: string;
  readonly expiresAtMs: number;
}

/** Null where nothing is being set up. */
export async function codesBegun(
  { db, clock }: Pick<Environment, "db" | "clock">,
  secrets: Secrets,
  { personId, name }: Pick<SignedIn, "personId" | "name">,
  issuer: string,
): Promise<CodesBegun | null> {
  const step = await db.read((tx) => readStepOf(tx, "totp", personId, clock.nowMs()));
  if (!step?.content.secret) return null;
  const secret = await secrets.open(step.content.secret, personId);
  return { secret, uri: totpUri(secret, issuer, name), expiresAtMs: step.expiresAtMs };
}

/** Asked for from now on. @returns the recovery codes, which are told this once. @throws Refusal invalid | not-found */
export function confirmCodes(
  environment: Environment,
  secrets: Secrets,
  { code }: ConfirmCodesInput,
  who: Present,
): Promise<string[]> {
  const deed = deedOf("person.addCodes", who);
  return attempt(environment, deed, () =>
    changePeople(environment, deed, async (writer) => {
      const step = await readStepOf(writer.db, "totp", who.personId, writer.nowMs);
      const sealed = step?.content.secret;
      if (!sealed)
        throw new Refusal({
          code: "not-found",
          message: "Codes were not set up: that was begun more than ten minutes ago.",
          remedy: "Begin anew, with a new picture.",
        });
      const now = await personOf(writer, who.personId);
      if (now.totpSecret !== null) throw already();
      const totpLastStep = stepOfCode(await secrets.open(sealed, who.personId), code, writer.nowMs, null);
      if (totpLastStep === null)
        throw new Refusal({
          code: "invalid",
          message: "Codes were not set up: this is not the code that the application shows now.",
          field: "code",
          limit: "six digits, valid for half a minute",
          remedy: "Wait for the next one and type it, or see whether the clock of the phone is right.",
        });
      const { codes, hashes } = newRecoveryCodes();
      await writer.db
        .update(person)
        .set({ totpSecret: sealed, totpLastStep, recoveryCodeHashes: hashes, revision: writer.revision })
        .where(eq(person.id, who.personId));
      await endStepsOf(writer, who.personId, "totp");
      recordOf(writer, "person.factor", who.name, `${who.name} signs in with a code, too, from now on.`);
      return { answer: codes, before: { codes: false }, after: { codes: true, recoveryCodes: codes.length } };
    }),
  );
}

/** One's own codes are not asked for any more. @throws Refusal */
export async function removeCodes(
  environment: Environment,
  { currentPassword }: CurrentPasswordInput,
  who: Present,
): Promise<void> {
  const deed = deedOf("person.removeFactors", who);
  await confirm(environment, deed, currentPassword);
  await attempt(environment, deed, () =>
    changePeople(environment, deed, async (writer) => {
      const now = await personOf(writer, who.personId);
      if (now.totpSecret === null) return { answer: undefined, before: null, after: null, outcome: "unchanged" };
      await withoutCodes(writer, who.personId);
      recordOf(writer, "person.factor", who.name, `${who.name} signs in without a code from now on.`);
      return { answer: undefined, before: { codes: true }, after: { codes: false } };
    }),
  );
}

/** Those before are void. @returns what is told this once */
export async function renewRecoveryCodes(
  environment: Environment,
  { currentPassword }: CurrentPasswordInput,
  who: Present,
): Promise<string[]> {
  const deed = deedOf("person.renewRecoveryCodes", who);
  await confirm(environment, deed, currentPassword);
  return attempt(environment, deed, () =>
    changePeople(environment, deed, async (writer) => {
      const now = await personOf(writer, who.personId);
      if (now.totpSecret === null)
        throw new Refusal({
          code: "illegal-transition",
          message: "No recovery codes were made: no codes are set up that they could stand in for.",
          remedy: "Set codes up first.",
        });
      const { codes, hashes } = newRecoveryCodes();
      await writer.db
        .update(person)
        .set({ recoveryCodeHashes: hashes, revision: writer.revision })
        .where(eq(person.id, who.personId));
      recordOf(writer, "person.factor", who.name, `${who.name} made new recovery codes; those before are void.`);
      return {
        answer: codes,
        before: { recoveryCodes: now.recoveryCodeHashes.length },
        after: { recoveryCodes: codes.length },
      };
    }),
  );
}

/** Of somebody who has lost the device: codes and passkeys. By an owner, who says why. All their sessions end. */
export function removeFactors(
  environment: Environment,
  { personId, reason }: RemoveFactorsInput,
  actor: Actor,
): Promise<void> {
  const subject = { kind: "person", id: personId } as const;
  const deed: ActorDeed = { kind: "person.removeFactors", by: actor, subject, reason };
  return attempt(environment, deed, async () => {
    authorise(actor, "manage-people");
    return changePeople(environment, deed, async (writer) => {
      const now = await personOf(writer, personId);
      const passkeys = await writer.db.delete(passkey).where(eq(passkey.personId, personId)).returning();
      const before = { codes: now.totpSecret !== null, passkeys: passkeys.map(({ name }) => name) };
      if (!before.codes && passkeys.length === 0)
        return { answer: undefined, before: null, after: null, outcome: "unchanged" };
      await withoutCodes(writer, personId);
      await dropSessions(writer, personId, "all");
      const { name } = actor;
      recordOf(writer, "person.factor", name, `${name} took codes and passkeys off ${now.name}: ${reason}`);
      return { answer: undefined, before, after: { codes: false, passkeys: [] } };
    });
  });
}

async function withoutCodes(writer: FactWriter, personId: string): Promise<void> {
  await writer.db
    .update(person)
    .set({ totpSecret: null, totpLastStep: null, recoveryCodeHashes: [], revision: writer.revision })
    .where(eq(person.id, personId));
  // Whoever has given a password and not yet a code begins anew.
  await endStepsOf(writer, personId, "code");
}
