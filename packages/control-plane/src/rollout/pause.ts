import { rollout } from "@v-available/db/schema/rollout";
import { Refusal } from "@v-available/domain/refusal";
import { isActiveRollout, ROLLOUT_STATE_WORD } from "@v-available/domain/rollout";
import { eq } from "drizzle-orm";
import { type ActorDeed, perform } from "../audit/deed";
import { authoriseEverywhere } from "../authorise";
import type { Environment } from "../environment";
import { findRollout, nameOf, type RolloutRecord } from "./find";
import type { RolloutInput } from "./input";
import { recordRollout } from "./record";

export interface RolloutAnswer {
  readonly rolloutId: string;
  readonly state: RolloutRecord["state"];
}

/** Nothing more is begun; what is under way is finished. Whoever may run machines may stop this, and not go on. */
export function pauseRollout(
  environment: Environment,
  { rolloutId }: RolloutInput,
  deed: ActorDeed,
): Promise<RolloutAnswer> {
  authoriseEverywhere(deed.by, "pause-rollouts");
  return perform(environment, deed, async (writer) => {
    const row = await findRollout(writer.db, rolloutId);
    const subject = { kind: "policy", id: row.policyId } as const;
    if (row.state === "paused")
      return { answer: { rolloutId, state: row.state }, before: null, after: null, outcome: "unchanged", subject };
    if (row.state !== "running") throw isNot(row, "paused", "running");
    const by = deed.by.name;
    const because = `${by} has paused it.`;
    await writer.db
      .update(rollout)
      .set({ state: "paused", because, pausedBy: by, haltedAtMs: writer.nowMs, revision: writer.revision })
      .where(eq(rollout.id, rolloutId));
    recordRollout(writer, row, by, "rollout.pause", `${by} paused the rollout of ${nameOf(row)}.`);
    return {
      answer: { rolloutId, state: "paused" },
      before: { state: row.state },
      after: { state: "paused" },
      subject,
    };
  });
}

/** @param done "paused" */
export const isNot = (row: RolloutRecord, done: string, limit: string): Refusal =>
  new Refusal({
    code: "illegal-transition",
    message: `The rollout of ${nameOf(row)} was not ${done}: it ${ROLLOUT_STATE_WORD[row.state]}.`,
    field: "rolloutId",
    value: row.state,
    limit,
    remedy: isActiveRollout(row.state) ? "Look at it as it is now." : "Roll the policy out again.",
  });
