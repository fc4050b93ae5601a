import { createHash } from "node:crypto";
import type { auditEntry } from "@v-available/db/schema/audit-entry";
import type { AuditEntry } from "@v-available/domain/audit";
import { chain, type Sha256 } from "@v-available/domain/event";

export type AuditRecord = typeof auditEntry.$inferSelect;

/** What an entry says, before it has its place in the log. */
export type AuditDraft = Omit<AuditEntry, "sequence" | "atMs" | "previousHash" | "hash">;

interface Place {
  readonly sequence: number;
  readonly atMs: number;
  readonly previousHash: string;
}

export const sha256: Sha256 = (text) => createHash("sha256").update(text).digest("hex");

/** The hash covers what the database gives back: it keeps no NUL and no half of a surrogate pair. */
const asKept = (text: string): string => text.replaceAll("\0", "").replace(/\p{Surrogate}/gu, "\uFFFD");

function kept<T>(value: T): T {
  if (typeof value === "string") return asKept(value) as T;
  if (Array.isArray(value)) return value.map((item) => kept(item ?? null)) as T;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [asKept(key), kept(item)])) as T;
}

export const sealEntry = (draft: AuditDraft, { sequence, atMs, previousHash }: Place): AuditEntry =>
  chain(previousHash, kept({ ...draft, sequence, atMs }), sha256);

/** The revision is not covered: it is how readers are told, not what happened. */
export const entryOf = ({ revision: _, ...entry }: AuditRecord): AuditEntry => entry;
