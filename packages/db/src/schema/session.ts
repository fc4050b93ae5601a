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
  },
  (table) => [unique("session_token").on(table.tokenHash), index("session_person").on(table.personId)],
);
