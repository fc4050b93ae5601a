import type { Role, Sites } from "@v-available/domain/role";
import { jsonb, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { atMs } from "./column";

/** A link that makes one person, once: its row goes when it is used. */
export const invitation = pgTable(
  "invitation",
  {
    id: uuid("id").primaryKey(),
    tokenHash: text("token_hash").notNull(),
    role: text("role").$type<Role>().notNull(),
    sites: jsonb("sites").$type<Sites>().notNull(),
    /** Null for the link that a console prints while nobody is its owner. */
    invitedBy: text("invited_by"),
    expiresAtMs: atMs("expires_at_ms").notNull(),
  },
  (table) => [unique("invitation_token").on(table.tokenHash)],
);
