import { policy } from "@v-available/db/schema/policy";
import { canonicalJson } from "@v-available/domain/event";
import { and, eq, isNull } from "drizzle-orm";
import { authoriseEverywhere } from "../authorise";
import type { Actor } from "../desk";
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
  actor: Actor,
): Promise<{ policyId: string }> {
  authoriseEverywhere(actor, "change-policies");
  const read = readPolicyYaml(yaml);
  const found = await environment.db.read(async (db) => {
    const [row] = await db
      .select({ id: policy.id, key: policy.key })
      .from(policy)
      .where(and(eq(policy.name, read.name), isNull(policy.removedAtMs)));
    return row && row.key !== key ? findPolicy(db, row.id) : null;
  });
  if (found?.draft && canonicalJson(found.draft.policy) === canonicalJson(read)) return { policyId: found.row.id };
  if (!found) return createDraft(environment, { policy: read, key }, actor);
  await editDraft(
    environment,
    {
      policyId: found.row.id,
      // A draft of somebody else is not overwritten by a file: that is a conflict, and they decide.
      draftRevision: null,
      baseVersion: found.row.version,
      policy: read,
    },
    actor,
  );
  return { policyId: found.row.id };
}
