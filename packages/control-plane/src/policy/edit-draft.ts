import { policy } from "@v-available/db/schema/policy";
import { policyDraft } from "@v-available/db/schema/policy-draft";
import { eq } from "drizzle-orm";
import { type ActorDeed, perform } from "../audit/deed";
import { authoriseEverywhere } from "../authorise";
import type { Environment } from "../environment";
import { refuseIfNameTaken, refuseIfWrong } from "./check";
import { refuseIfDraftMoved, refuseIfVersionMoved } from "./conflict";
import { findPolicy } from "./find";
import type { EditDraftInput } from "./input";
import { recordPolicy } from "./record";

/** Writes the draft, over the one that was shown and no other. The answer is what the next edit has to name. */
export function editDraft(
  environment: Environment,
  { policyId, draftRevision, baseVersion, policy: asked }: EditDraftInput,
  deed: ActorDeed,
): Promise<{ draftRevision: number }> {
  authoriseEverywhere(deed.by, "change-policies");
  return perform(environment, deed, async (writer) => {
    const found = await findPolicy(writer.db, policyId);
    refuseIfDraftMoved(found, draftRevision);
    refuseIfVersionMoved(found, baseVersion);
    refuseIfWrong(asked, writer.nowMs);
    await refuseIfNameTaken(writer.db, asked.name, policyId);
    const draft = {
      policyId,
      revision: writer.revision,
      policy: asked,
      baseVersion,
      editedBy: deed.by.name,
      editedAtMs: writer.nowMs,
    };
    await writer.db.insert(policyDraft).values(draft).onConflictDoUpdate({ target: policyDraft.policyId, set: draft });
    await writer.db.update(policy).set({ revision: writer.revision }).where(eq(policy.id, policyId));
    recordPolicy(
      writer,
      deed.by,
      found.row,
      "policy.edit-draft",
      `${deed.by.name} edited the draft of ${found.row.name}.`,
    );
    return {
      answer: { draftRevision: writer.revision },
      before: { draft: found.draft?.policy ?? found.versions[0]?.policy ?? null },
      after: { draft: asked },
      subject: { kind: "policy", id: policyId },
    };
  });
}
