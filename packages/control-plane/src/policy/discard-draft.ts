import { policy } from "@v-available/db/schema/policy";
import { policyDraft } from "@v-available/db/schema/policy-draft";
import { eq } from "drizzle-orm";
import { type ActorDeed, perform } from "../audit/deed";
import { authoriseEverywhere } from "../authorise";
import type { Environment } from "../environment";
import { refuseIfDraftMoved } from "./conflict";
import { findPolicy } from "./find";
import type { DiscardDraftInput } from "./input";
import { recordPolicy } from "./record";

/** Gives a draft up. A policy that was never published goes with it: there is nothing else of it. */
export function discardDraft(
  environment: Environment,
  { policyId, draftRevision }: DiscardDraftInput,
  deed: ActorDeed,
): Promise<{ policyId: string; removed: boolean }> {
  authoriseEverywhere(deed.by, "change-policies");
  return perform(environment, deed, async (writer) => {
    const found = await findPolicy(writer.db, policyId);
    refuseIfDraftMoved(found, draftRevision);
    const removed = found.row.version === null;
    await writer.db.delete(policyDraft).where(eq(policyDraft.policyId, policyId));
    await writer.db
      .update(policy)
      .set({ revision: writer.revision, removedAtMs: removed ? writer.nowMs : null })
      .where(eq(policy.id, policyId));
    recordPolicy(
      writer,
      deed.by,
      found.row,
      "policy.discard-draft",
      `${deed.by.name} discarded the draft of ${found.row.name}.`,
    );
    return { answer: { policyId, removed }, before: { draft: found.draft?.policy ?? null }, after: { draft: null } };
  });
}
