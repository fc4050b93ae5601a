import { bigint, boolean, index, jsonb, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { atMs } from "./column";

/** The public half of what somebody's device signs with. */
export const passkey = pgTable(
  "passkey",
  {
    id: uuid("id").primaryKey(),
    personId: uuid("person_id").notNull(),
    name: text("name").notNull(),
    /** The host name under which it was made: it works under no other. */
    rpId: text("rp_id").notNull(),
    credentialId: text("credential_id").notNull(),
    /** Base64url of the COSE key. */
    publicKey: text("public_key").notNull(),
    /** How often the device says it has signed. Where it goes back, there are two of it. */
    counter: bigint("counter", { mode: "number" }).notNull(),
    transports: jsonb("transports").$type<string[]>().notNull(),
    /** Whether its maker keeps a copy elsewhere. */
    backedUp: boolean("backed_up").notNull(),
    createdAtMs: atMs("created_at_ms").notNull(),
    lastUsedAtMs: atMs("last_used_at_ms"),
  },
  (table) => [unique("passkey_credential").on(table.credentialId), index("passkey_person").on(table.personId)],
);
