import { rollout } from "@v-available/db/schema/rollout";
import { rolloutStep } from "@v-available/db/schema/rollout-step";
import { BEGUN_STEP_STATES } from "@v-available/domain/rollout";
import { and, eq, inArray } from "drizzle-orm";
import type { FactWriter } from "../ledger";
import type { RolloutRecord } from "./find";

/**
 * Nothing more is begun: what waits stays as it is, what is done stays done, and what is under way is finished first.
 * @returns how many machines are under way still
 */
export async function endWaiting(writer: FactWriter, row: RolloutRecord, because: string): Promise<number> {
  const { db, nowMs, revision } = writer;
  await db
    .update(rolloutStep)
    .set({ state: "left", reason: because, endedAtMs: nowMs, revision })
    .where(and(eq(rolloutStep.rolloutId, row.id), eq(rolloutStep.state, "waiting")));
  const underWay = await db.$count(
    rolloutStep,
    and(eq(rolloutStep.rolloutId, row.id), inArray(rolloutStep.state, [...BEGUN_STEP_STATES])),
  );
  const over = underWay === 0;
  await db
    .update(rollout)
    .set({
      state: over ? "cancelled" : "cancelling",
      because,
      haltedAtMs: nowMs,
      endedAtMs: over ? nowMs : null,
      revision,
    })
    .where(eq(rollout.id, row.id));
  writer.touch("rollout", row.id);
  return underWay;
}
