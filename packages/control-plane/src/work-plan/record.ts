import { workPlan } from "@v-available/db/schema/work-plan";
import { workStep } from "@v-available/db/schema/work-step";
import { eq } from "drizzle-orm";
import type { FactWriter } from "../ledger";
import type { PlanRecord, StepRecord } from "./read";

/** Who is named on the record: a person, or what goes on by itself. */
type By = { readonly actor: "operator"; readonly actorName: string } | "by itself";

/** A line of the record, and a word to whoever looks at the plan. */
export function recordPlan(
  writer: FactWriter,
  plan: Pick<PlanRecord, "id" | "name">,
  by: By,
  type: string,
  sentence: string,
): void {
  writer.touch("work-plan", plan.id);
  writer.append({
    atMs: writer.nowMs,
    type,
    ...(by === "by itself" ? { actor: "control-plane" as const, actorName: "v-Available" } : by),
    sentence,
    subject: { kind: "work-plan", ref: plan.id, id: plan.id, name: plan.name },
  });
}

export const setPlan = (writer: FactWriter, planId: string, change: Partial<PlanRecord>): Promise<unknown> =>
  writer.db
    .update(workPlan)
    .set({ ...change, revision: writer.revision })
    .where(eq(workPlan.id, planId));

export const setStep = (writer: FactWriter, stepId: string, change: Partial<StepRecord>): Promise<unknown> =>
  writer.db.update(workStep).set(change).where(eq(workStep.id, stepId));
