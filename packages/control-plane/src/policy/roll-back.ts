import { Refusal } from "@v-available/domain/refusal";
import { type ActorDeed, perform } from "../audit/deed";
import { authoriseEverywhere } from "../authorise";
import type { Environment } from "../environment";
import { refuseIfVersionMoved } from "./conflict";
import { findPolicy } from "./find";
import type { RollBackInput } from "./input";
import { bringIntoForce, type Published, publishedWith } from "./publish";

/** Publishes an older version anew, as a version of its own: what was in force in between stays to be read. */
export function rollBack(
  environment: Environment,
  { policyId, toVersion, fromVersion, reason, key, rollOut = null }: RollBackInput,
  deed: ActorDeed,
): Promise<Published> {
  authoriseEverywhere(deed.by, "change-policies");
  return perform(environment, deed, async (writer) => {
    const known = await publishedWith(writer, policyId, key);
    if (known) return { answer: known, before: null, after: null, outcome: "unchanged" };
    const found = await findPolicy(writer.db, policyId);
    refuseIfVersionMoved(found, fromVersion);
    if (found.draft)
      throw new Refusal({
        code: "conflict",
        message: `${found.draft.editedBy} has a draft of ${found.row.name}, which would be lost.`,
        field: "policyId",
        value: policyId,
        limit: "no draft",
        remedy: "Publish or discard the draft first.",
      });
    const target = found.versions.find(({ version }) => version === toVersion);
    if (!target)
      throw new Refusal({
        code: "not-found",
        message: `${found.row.name} has no version ${toVersion}.`,
        field: "toVersion",
        value: toVersion,
        limit: `1 to ${found.versions[0]?.version ?? 0}`,
        remedy: "Choose a version that was published.",
      });
    const sentence = (version: number) =>
      `${deed.by.name} rolled ${found.row.name} back to version ${toVersion}, as version ${version}: ${reason}`;
    return bringIntoForce(writer, found, target.policy, {
      reason,
      key,
      deed,
      type: "policy.roll-back",
      sentence,
      rollOut,
    });
  });
}
