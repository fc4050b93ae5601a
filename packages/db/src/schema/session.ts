import type { SignInMeans } from "@v-available/domain/sign-in-means";
import { index, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { atMs } from "./column";

/** One signed-in browser. It is gone with its row. */
export const session = pgTable(
  "session",
  {
    id: uuid("id").primaryKey(),
    personId: uuid("person_id").notNull(),
    /** Of the token that the browser holds: whoever reads the database cannot sign in with it. */
    tokenHash: text("token_hash").notNull(),
    createdAtMs: atMs("created_at_ms").notNull(),
    expiresAtMs: atMs("expires_at_ms").notNull(),
    address: text("address").notNull(),
    agent: text("agent").notNull(),
    /** To the minute. */
    lastUsedAtMs: atMs("last_used_at_ms").notNull(),
    /** When whoever holds it last proved who they are: at first by signing in. */
    confirmedAtMs: atMs("confirmed_at_ms").notNull(),
    means: text("means").$type<SignInMeans>().notNull(),
  },
  (table) => [unique("session_token").on(table.tokenHash), index("session_person").on(table.personId)],
);
