import type { Role, Sites } from "@v-available/domain/role";
import { bigint, boolean, integer, jsonb, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { atMs, revision } from "./column";

/** Somebody who may sign in. The row stays when they may no longer, because the record names them. */
export const person = pgTable(
  "person",
  {
    id: uuid("id").primaryKey(),
    revision: revision(),
    name: text("name").notNull(),
    role: text("role").$type<Role>().notNull(),
    sites: jsonb("sites").$type<Sites>().notNull(),
    /** Null for those who sign in without one: the people of the demo, and those of a provider. */
    passwordHash: text("password_hash"),
    /** Of a simulated fleet: nobody where the fleet is real. */
    demo: boolean("demo").notNull(),
    /** In a row, since the last time it went well. */
    failedSignIns: integer("failed_sign_ins").notNull(),
    lockedUntilMs: atMs("locked_until_ms"),
    /** Of the application that shows the codes, sealed with the console's secret; null where none are asked for. */
    totpSecret: text("totp_secret"),
    /** The last of its half minutes of which a code was taken: neither it nor one before it counts again. */
    totpLastStep: bigint("totp_last_step", { mode: "number" }),
    /** Of the codes that stand in for the application, each of which counts once. */
    recoveryCodeHashes: jsonb("recovery_code_hashes").$type<string[]>().notNull().default([]),
    /** Who they are at the provider: its issuer, a blank, its name of them. Null for whoever never came that way. */
    providerSubject: text("provider_subject"),
    /** Whether each sign-in takes the role from the provider; not any more once somebody here has chosen one. */
    roleFromProvider: boolean("role_from_provider").notNull().default(false),
    createdAtMs: atMs("created_at_ms").notNull(),
    disabledAtMs: atMs("disabled_at_ms"),
  },
  (table) => [unique("person_name").on(table.name), unique("person_provider_subject").on(table.providerSubject)],
);
