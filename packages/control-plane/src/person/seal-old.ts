import { person } from "@v-available/db/schema/person";
import { signInStep } from "@v-available/db/schema/sign-in-step";
import { and, eq, isNotNull, sql } from "drizzle-orm";
import type { Environment } from "../environment";
import { isSealed, type Secrets } from "./sealed";

/** Seals what an earlier version of the console has kept as it was. Nobody signs in otherwise for it than before. */
export async function sealOld({ db, log }: Environment, secrets: Secrets): Promise<void> {
  const kept = await db.read((tx) =>
    tx.select({ id: person.id, totpSecret: person.totpSecret }).from(person).where(isNotNull(person.totpSecret)),
  );
  const plain = kept.flatMap(({ id, totpSecret }) => (totpSecret && !isSealed(totpSecret) ? [{ id, totpSecret }] : []));
  if (plain.length > 0) {
    const sealed = await Promise.all(
      plain.map(async ({ id, totpSecret }) => ({ id, totpSecret, sealed: await secrets.seal(totpSecret, id) })),
    );
    await db.transaction(async (tx) => {
      // Another console may do the same now.
      for (const { id, totpSecret, sealed: text } of sealed)
        await tx
          .update(person)
          .set({ totpSecret: text })
          .where(and(eq(person.id, id), eq(person.totpSecret, totpSecret)));
    });
    log.info("What people set codes up with is sealed in the database from now on.", { people: plain.length });
  }
  // What is being set up holds for ten minutes only, and is begun anew with another picture.
  await db.transaction((tx) =>
    tx
      .delete(signInStep)
      .where(and(eq(signInStep.kind, "totp"), sql`${signInStep.content} ->> 'secret' not like 'sealed-%'`)),
  );
}
