import { index, jsonb, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { atMs } from "./column";

/** What was begun and waits for its second half: the row goes when that has come. The browser holds the token. */
export const signInStep = pgTable(
  "sign_in_step",
  {
    id: uuid("id").primaryKey(),
    tokenHash: text("token_hash").notNull(),
    kind: text("kind").$type<SignInStepKind>().notNull(),
    /** Null where nobody is known yet. */
    personId: uuid("person_id"),
    /** What the second half is checked against. */
    content: jsonb("content").$type<Readonly<Record<string, string>>>().notNull(),
    expiresAtMs: atMs("expires_at_ms").notNull(),
  },
  (table) => [unique("sign_in_step_token").on(table.tokenHash), index("sign_in_step_person").on(table.personId)],
);

export type SignInStepKind = "code" | "totp" | "passkey-new" | "passkey-sign-in" | "provider";
