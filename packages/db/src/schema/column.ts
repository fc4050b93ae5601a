import { bigint, text, uuid } from "drizzle-orm/pg-core";

/** Milliseconds since the Unix epoch; safe as a number until the year 287396. */
export const atMs = (name: string) => bigint(name, { mode: "number" });

/** Which transaction last wrote the row: the readers of the live stream ask for what is newer. */
export const revision = () => bigint("revision", { mode: "number" }).notNull();

/** What every observed thing has: our id, the adapter's name of it, and whether it is still there. */
export const observedColumns = () => ({
  id: uuid("id").primaryKey(),
  adapter: text("adapter").notNull(),
  ref: text("ref").notNull(),
  revision: revision(),
  name: text("name").notNull(),
  firstSeenAtMs: atMs("first_seen_at_ms").notNull(),
  /** Set when the adapter no longer has it; the row stays, because events name it. */
  removedAtMs: atMs("removed_at_ms"),
});

/** What an alarm, a fault or an event is about. */
export const subjectColumns = () => ({
  subjectKind: text("subject_kind").$type<SubjectKind>().notNull(),
  subjectRef: text("subject_ref").notNull(),
  subjectId: uuid("subject_id"),
  subjectName: text("subject_name").notNull(),
});

export type SubjectKind =
  | "site"
  | "pair"
  | "host"
  | "link"
  | "witness"
  | "vm"
  | "component"
  | "adapter"
  | "policy"
  | "work-plan";
