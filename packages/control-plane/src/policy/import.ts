import { policy } from "@v-available/db/schema/policy";
import { canonicalJson } from "@v-available/domain/event";
import { and, eq, isNull } from "drizzle-orm";
import { type ActorDeed, perform } from "../audit/deed";
import { authoriseEverywhere } from "../authorise";
import type { Environment } from "../environment";
import { createDraft } from "./create-draft";
import { editDraft } from "./edit-draft";
import { findPolicy } from "./find";
import type { ImportInput } from "./input";
import { readPolicyYaml } from "./yaml";

/** A file becomes a draft: of the policy of its name, or of a new one. Nothing is in force by it. */
export async function importPolicy(
  environment: Environment,
  { yaml, key }: ImportInput,
  deed: ActorDeed,
): Promise<{ policyId: string }> {
  authoriseEverywhere(deed.by, "change-policies");
  const read = readPolicyYaml(yaml);
  const found = await environment.db.read(async (db) => {
    const [row] = await db
      .select({ id: policy.id, key: policy.key })
      .from(policy)
      .where(and(eq(policy.name, read.name), isNull(policy.removedAtMs)));
    return row && row.key !== key ? findPolicy(db, row.id) : null;
  });
  const { draft } = found ?? {};
  if (found && draft && canonicalJson(draft.policy) === canonicalJson(read))
    return perform(environment, deed, async () => ({
      answer: { policyId: found.row.id },
      before: { draft: draft.policy },
      after: { draft: draft.policy },
      outcome: "unchanged",
      subject: { kind: "policy", id: found.row.id },
    }));
  if (!found) return createDraft(environment, { policy: read, key }, deed);
  await editDraft(
    environment,
    {
      policyId: found.row.id,
      // A draft of somebody else is not overwritten by a file: that is a conflict, and they decide.
      draftRevision: null,
      baseVersion: found.row.version,
      policy: read,
    },
    deed,
  );
  return { policyId: found.row.id };
}
