import { policy } from "@v-available/db/schema/policy";
import { policyAssignment } from "@v-available/db/schema/policy-assignment";
import { policyDraft } from "@v-available/db/schema/policy-draft";
import { Refusal } from "@v-available/domain/refusal";
import { countWords } from "@v-available/domain/wording";
import { eq } from "drizzle-orm";
import { type ActorDeed, perform } from "../audit/deed";
import { authoriseEverywhere } from "../authorise";
import type { Environment } from "../environment";
import { takePicture } from "../query/picture";
import { findPolicy } from "./find";
import { holders } from "./held";
import type { RemovePolicyInput } from "./input";
import { recordPolicy } from "./record";

/** Only one that holds no machine: none is left without what it was promised by a click. */
export function removePolicy(
  environment: Environment,
  { policyId, confirmName }: RemovePolicyInput,
  deed: ActorDeed,
): Promise<{ policyId: string }> {
  authoriseEverywhere(deed.by, "change-policies");
  return perform(environment, deed, async (writer) => {
    const { row, versions } = await findPolicy(writer.db, policyId);
    const refused = (detail: {
      message: string;
      field: string;
      value: string | number;
      limit: string;
      remedy: string;
    }) => new Refusal({ code: "blocked", ...detail });
    if (row.preset !== null)
      throw refused({
        message: `${row.name} belongs to the product and stays.`,
        field: "policyId",
        value: policyId,
        limit: "a policy of your own",
        remedy: "Take its assignments back instead.",
      });
    if (confirmName !== row.name)
      throw refused({
        message: `The name that was typed is not that of ${row.name}.`,
        field: "confirmName",
        value: confirmName,
        limit: row.name,
        remedy: "Type the name of the policy.",
      });
    const held = (await holders(writer.db, await takePicture(writer.db, writer.nowMs))).of(policyId);
    if (held.length > 0)
      throw refused({
        message: `${row.name} holds ${countWords(held.length, "machine")}.`,
        field: "policyId",
        value: held.length,
        limit: "0 machines",
        remedy: "Put them under another policy first.",
      });
    await writer.db.delete(policyAssignment).where(eq(policyAssignment.policyId, policyId));
    await writer.db.delete(policyDraft).where(eq(policyDraft.policyId, policyId));
    await writer.db
      .update(policy)
      .set({ removedAtMs: writer.nowMs, revision: writer.revision })
      .where(eq(policy.id, policyId));
    recordPolicy(writer, deed.by, row, "policy.remove", `${deed.by.name} removed the policy ${row.name}.`);
    return {
      answer: { policyId },
      before: { name: row.name, version: row.version, policy: versions[0]?.policy ?? null },
      after: null,
    };
  });
}
