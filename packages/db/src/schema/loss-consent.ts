import type { ConsentState, LossDeed } from "@v-available/domain/loss-consent";
import { index, jsonb, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { atMs, revision } from "./column";

/** A deed that gives up acknowledged writes, asked for by one person and done when another one agrees. */
export const lossConsent = pgTable(
  "loss_consent",
  {
    id: uuid("id").primaryKey(),
    revision: revision(),
    deed: text("deed").$type<LossDeed>().notNull(),
    vmId: uuid("vm_id").notNull(),
    /** As it will be asked of the verb; its task key makes one deed of it, however often somebody agrees. */
    input: jsonb("input").$type<unknown>().notNull(),
    taskKey: uuid("task_key").notNull(),
    /** What would be done and given up, as it stood when it was asked for. */
    title: text("title").notNull(),
    reason: text("reason").notNull(),
    askedBy: text("asked_by").notNull(),
    /** Null for whoever is only played. */
    askedById: uuid("asked_by_id"),
    askedAtMs: atMs("asked_at_ms").notNull(),
    expiresAtMs: atMs("expires_at_ms").notNull(),
    state: text("state").$type<ConsentState>().notNull(),
    decidedBy: text("decided_by"),
    decidedAtMs: atMs("decided_at_ms"),
  },
  (table) => [unique("loss_consent_key").on(table.taskKey), index("loss_consent_vm").on(table.vmId, table.state)],
);
