import { index, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { atMs } from "./column";

/** A link by which somebody chooses a new password, once: its row goes when it is used. */
export const passwordLink = pgTable(
  "password_link",
  {
    id: uuid("id").primaryKey(),
    tokenHash: text("token_hash").notNull(),
    personId: uuid("person_id").notNull(),
    madeBy: text("made_by").notNull(),
    expiresAtMs: atMs("expires_at_ms").notNull(),
  },
  (table) => [unique("password_link_token").on(table.tokenHash), index("password_link_person").on(table.personId)],
);
