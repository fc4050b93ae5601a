import { rollout } from "@v-available/db/schema/rollout";
import { Refusal } from "@v-available/domain/refusal";
import { eq } from "drizzle-orm";
import { type ActorDeed, perform } from "../audit/deed";
import { authoriseEverywhere } from "../authorise";
import type { Environment } from "../environment";
import { refuseIfVersionMoved } from "../policy/conflict";
import { findPolicy } from "../policy/find";
import { beginRollout } from "./begin";
import type { StartRolloutInput } from "./input";

/** Rolls the version in force out to the machines that differ from it: one that was published without, or cancelled. */
export function startRollout(
  environment: Environment,
  { policyId, version, rollOut, key }: StartRolloutInput,
  deed: ActorDeed,
): Promise<{ rolloutId: string }> {
  authoriseEverywhere(deed.by, "change-policies");
  return perform(environment, deed, async (writer) => {
    const subject = { kind: "policy", id: policyId } as const;
    const [known] = await writer.db.select().from(rollout).where(eq(rollout.key, key));
    if (known) return { answer: { rolloutId: known.id }, before: null, after: null, outcome: "unchanged", subject };
    const found = await findPolicy(writer.db, policyId);
    refuseIfVersionMoved(found, version, "version");
    const said = found.versions[0]?.policy;
    const rolloutId =
      said === undefined
        ? null
        : await beginRollout(
            writer,
            {
              policyId,
              policyName: found.row.name,
              version,
              protection: said.protection,
              by: deed.by.name,
              key,
            },
            rollOut,
          );
    if (rolloutId === null)
      throw new Refusal({
        code: "conflict",
        message: `No machine of ${found.row.name} can be brought to version ${version} now.`,
        field: "policyId",
        value: policyId,
        limit: "at least one machine that differs from it and is not blocked",
        remedy: "Look at what it would mean: each that is blocked says why.",
      });
    return { answer: { rolloutId }, before: null, after: { rolloutId, version, ...rollOut }, subject };
  });
}
