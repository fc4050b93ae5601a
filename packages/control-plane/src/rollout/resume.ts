import { rollout } from "@v-available/db/schema/rollout";
import { rolloutStep } from "@v-available/db/schema/rollout-step";
import { FAILED_STEP_STATES } from "@v-available/domain/rollout";
import { and, eq, inArray } from "drizzle-orm";
import { type ActorDeed, perform } from "../audit/deed";
import { authoriseEverywhere } from "../authorise";
import type { Environment } from "../environment";
import { findRollout, nameOf } from "./find";
import type { ResumeRolloutInput } from "./input";
import { isNot, type RolloutAnswer } from "./pause";
import { recordRollout } from "./record";

/** Goes on where it stopped. What failed is tried again, or left as it is: whoever resumes says which. */
export function resumeRollout(
  environment: Environment,
  { rolloutId, failed }: ResumeRolloutInput,
  deed: ActorDeed,
): Promise<RolloutAnswer> {
  authoriseEverywhere(deed.by, "change-policies");
  return perform(environment, deed, async (writer) => {
    const { db, nowMs, revision } = writer;
    const row = await findRollout(db, rolloutId);
    const subject = { kind: "policy", id: row.policyId } as const;
    if (row.state === "running")
      return { answer: { rolloutId, state: row.state }, before: null, after: null, outcome: "unchanged", subject };
    if (row.state !== "paused") throw isNot(row, "resumed", "paused");
    const by = deed.by.name;
    const again = {
      state: "waiting",
      reason: null,
      taskKey: null,
      before: null,
      station: 0,
      startedAtMs: nowMs,
    } as const;
    const steps = await db
      .update(rolloutStep)
      .set({ ...(failed === "try-again" ? { ...again, endedAtMs: null } : { state: "left" as const }), revision })
      .where(and(eq(rolloutStep.rolloutId, rolloutId), inArray(rolloutStep.state, [...FAILED_STEP_STATES])))
      .returning();
    const machines = steps.map(({ machineName }) => machineName).sort();
    const of =
      machines.length === 0 ? "" : ` ${machines.join(", ")}: ${failed === "leave" ? "left as it is" : "tried again"}.`;
    const askedEventId = recordRollout(
      writer,
      row,
      by,
      "rollout.resume",
      `${by} resumed the rollout of ${nameOf(row)}.${of}`,
    );
    await db
      .update(rollout)
      .set({ state: "running", because: null, pausedBy: null, haltedAtMs: null, askedEventId, revision })
      .where(eq(rollout.id, rolloutId));
    return {
      answer: { rolloutId, state: "running" },
      before: { state: row.state, because: row.because },
      after: { state: "running", failed, machines },
      subject,
    };
  });
}
