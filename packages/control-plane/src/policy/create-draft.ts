import { policy } from "@v-available/db/schema/policy";
import { policyDraft } from "@v-available/db/schema/policy-draft";
import { Refusal } from "@v-available/domain/refusal";
import { eq } from "drizzle-orm";
import { type ActorDeed, perform } from "../audit/deed";
import { authoriseEverywhere } from "../authorise";
import type { Environment } from "../environment";
import { refuseIfNameTaken, refuseIfWrong } from "./check";
import type { CreateDraftInput } from "./input";
import { recordPolicy } from "./record";

/** A new policy, as a draft: it holds nothing before its first version is published. */
export function createDraft(
  environment: Environment,
  { policy: asked, key }: CreateDraftInput,
  deed: ActorDeed,
): Promise<{ policyId: string }> {
  authoriseEverywhere(deed.by, "change-policies");
  return perform(environment, deed, async (writer) => {
    const [known] = await writer.db.select().from(policy).where(eq(policy.key, key));
    if (known && known.removedAtMs === null)
      return {
        answer: { policyId: known.id },
        before: null,
        after: null,
        outcome: "unchanged",
        subject: { kind: "policy", id: known.id },
      };
    if (known) throw removedSince(known.name);
    refuseIfWrong(asked, writer.nowMs);
    await refuseIfNameTaken(writer.db, asked.name, null);
    const row = {
      id: writer.newId(),
      revision: writer.revision,
      name: asked.name,
      preset: null,
      version: null,
      key,
      createdAtMs: writer.nowMs,
      removedAtMs: null,
    };
    await writer.db.insert(policy).values(row);
    await writer.db.insert(policyDraft).values({
      policyId: row.id,
      revision: writer.revision,
      policy: asked,
      baseVersion: null,
      editedBy: deed.by.name,
      editedAtMs: writer.nowMs,
    });
    recordPolicy(
      writer,
      deed.by,
      row,
      "policy.create-draft",
      `${deed.by.name} began the policy ${row.name}, as a draft.`,
    );
    return {
      answer: { policyId: row.id },
      before: null,
      after: { draft: asked },
      subject: { kind: "policy", id: row.id },
    };
  });
}

const removedSince = (name: string) =>
  new Refusal({
    code: "conflict",
    message: `The policy ${name} was made with this key and has been removed since.`,
    field: "key",
    remedy: "Use a new key for a new policy.",
  });
