import type { Queryable } from "@v-available/db/database";
import { policy } from "@v-available/db/schema/policy";
import { policyDraft } from "@v-available/db/schema/policy-draft";
import { policyVersion } from "@v-available/db/schema/policy-version";
import { and, desc, eq, isNull } from "drizzle-orm";
import { notFound } from "../query/not-found";

export type PolicyRecord = typeof policy.$inferSelect;
export type VersionRecord = typeof policyVersion.$inferSelect;
export type DraftRecord = typeof policyDraft.$inferSelect;

export interface FoundPolicy {
  readonly row: PolicyRecord;
  /** Newest first: the first is in force. */
  readonly versions: readonly VersionRecord[];
  readonly draft: DraftRecord | null;
}

export async function findPolicy(db: Queryable, policyId: string): Promise<FoundPolicy> {
  const [row] = await db
    .select()
    .from(policy)
    .where(and(eq(policy.id, policyId), isNull(policy.removedAtMs)));
  if (!row) throw notFound("policy", "policyId", policyId);
  const versions = await db
    .select()
    .from(policyVersion)
    .where(eq(policyVersion.policyId, policyId))
    .orderBy(desc(policyVersion.version));
  const [draft] = await db.select().from(policyDraft).where(eq(policyDraft.policyId, policyId));
  return { row, versions, draft: draft ?? null };
}
