import type { Queryable } from "@v-available/db/database";
import { passkey } from "@v-available/db/schema/passkey";
import { Refusal } from "@v-available/domain/refusal";
import { eq } from "drizzle-orm";
import type { PersonRecord } from "./session";

/** Ways by which somebody comes in; codes are asked for after a password and are none. */
export interface WaysIn {
  readonly password: boolean;
  readonly passkeys: number;
  /** Counts only while the console knows the provider. */
  readonly provider: boolean;
}

export async function waysIn(
  db: Queryable,
  { id, passwordHash, providerSubject }: Pick<PersonRecord, "id" | "passwordHash" | "providerSubject">,
  knowsProvider: boolean,
): Promise<WaysIn> {
  const passkeys = await db.$count(passkey, eq(passkey.personId, id));
  return { password: passwordHash !== null, passkeys, provider: providerSubject !== null && knowsProvider };
}

/** @param without what is about to be taken away. @returns why that can't be; null where another way is left */
export function lastWayIn(ways: WaysIn, without: "provider" | "passkey"): Refusal | null {
  const { password, passkeys, provider } = ways;
  const isLeft = password || (without === "provider" ? passkeys > 0 : passkeys > 1 || provider);
  if (isLeft) return null;
  const what = without === "provider" ? "the provider" : "this passkey";
  return new Refusal({
    code: "blocked",
    message: `You sign in by ${what} alone, and could not come in any more without it.`,
    limit: "one way to sign in at least",
    remedy: "Choose a password first, or add another passkey.",
  });
}
