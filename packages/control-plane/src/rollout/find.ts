import type { Queryable } from "@v-available/db/database";
import { rollout } from "@v-available/db/schema/rollout";
import type { rolloutStep } from "@v-available/db/schema/rollout-step";
import { ACTIVE_ROLLOUT_STATES } from "@v-available/domain/rollout";
import { and, desc, eq, inArray } from "drizzle-orm";
import { notFound } from "../query/not-found";

export type RolloutRecord = typeof rollout.$inferSelect;
export type StepRow = typeof rolloutStep.$inferSelect;

export async function findRollout(db: Queryable, rolloutId: string): Promise<RolloutRecord> {
  const [row] = await db.select().from(rollout).where(eq(rollout.id, rolloutId));
  if (!row) throw notFound("rollout", "rolloutId", rolloutId);
  return row;
}

export const isActive = inArray(rollout.state, [...ACTIVE_ROLLOUT_STATES]);

export const activeRollouts = (db: Queryable, policyId?: string): Promise<RolloutRecord[]> =>
  db
    .select()
    .from(rollout)
    .where(and(isActive, policyId === undefined ? undefined : eq(rollout.policyId, policyId)))
    .orderBy(desc(rollout.startedAtMs));

/** Marks what a rollout asks of the hosts: a person's task has a key of another form. */
const KEY_BEGIN = "rollout-";
export const taskKeyOf = ({ id, asked }: Pick<StepRow, "id" | "asked">): string => `${KEY_BEGIN}${id}-${asked + 1}`;
export const isRolloutKey = (taskKey: string): boolean => taskKey.startsWith(KEY_BEGIN);

export const nameOf = ({ policyName, version }: Pick<RolloutRecord, "policyName" | "version">): string =>
  `version ${version} of ${policyName}`;
