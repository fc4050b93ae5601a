import type { Queryable } from "@v-available/db/database";
import { task } from "@v-available/db/schema/task";
import { workPlan } from "@v-available/db/schema/work-plan";
import { workStep } from "@v-available/db/schema/work-step";
import type { StepTask } from "@v-available/domain/work-plan";
import { asc, eq, inArray } from "drizzle-orm";
import { notFound } from "../query/not-found";
import type { TaskRecord } from "../watch/task";

export type PlanRecord = typeof workPlan.$inferSelect;
export type StepRecord = typeof workStep.$inferSelect;

export interface FoundPlan {
  readonly plan: PlanRecord;
  /** In the order in which they are worked on. */
  readonly steps: readonly StepRecord[];
  /** Of the tries that are under way, by key. */
  readonly tasks: ReadonlyMap<string, TaskRecord>;
}

export async function findPlan(db: Queryable, planId: string): Promise<FoundPlan> {
  const [plan] = await db.select().from(workPlan).where(eq(workPlan.id, planId));
  if (!plan) throw notFound("plan", "planId", planId);
  const [found] = await withSteps(db, [plan]);
  if (!found) throw notFound("plan", "planId", planId);
  return found;
}

export async function withSteps(db: Queryable, plans: readonly PlanRecord[]): Promise<readonly FoundPlan[]> {
  if (plans.length === 0) return [];
  const steps = await db
    .select()
    .from(workStep)
    .where(
      inArray(
        workStep.planId,
        plans.map(({ id }) => id),
      ),
    )
    .orderBy(asc(workStep.place));
  const keys = steps.flatMap(({ enterKey, leaveKey }) => [enterKey, leaveKey]).filter((key) => key !== null);
  const tasks = keys.length === 0 ? [] : await db.select().from(task).where(inArray(task.taskKey, keys));
  const byKey = new Map(tasks.map((row) => [row.taskKey, row]));
  return plans.map((plan) => ({ plan, steps: steps.filter(({ planId }) => planId === plan.id), tasks: byKey }));
}

export function taskOf({ tasks }: FoundPlan, key: string | null): StepTask | null {
  const row = key === null ? undefined : tasks.get(key);
  return row ? { state: row.state, because: row.refusal?.message ?? null } : null;
}
