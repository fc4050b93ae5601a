import type { Queryable } from "@v-available/db/database";
import { rollout } from "@v-available/db/schema/rollout";
import { rolloutStep } from "@v-available/db/schema/rollout-step";
import { ROLLOUT_STEP_WORD } from "@v-available/domain/rollout";
import { countWords } from "@v-available/domain/wording";
import { and, count, desc, eq, lt } from "drizzle-orm";
import type { MachineRollout } from "../view/rollout";
import { isActive, nameOf, type RolloutRecord, type StepRow } from "./find";

/** What an active rollout means for one machine; null where none does. */
export async function rolloutOfMachine(db: Queryable, machineId: string): Promise<MachineRollout | null> {
  const [found] = await db
    .select({ row: rollout, step: rolloutStep })
    .from(rolloutStep)
    .innerJoin(rollout, eq(rollout.id, rolloutStep.rolloutId))
    .where(and(eq(rolloutStep.machineId, machineId), isActive))
    .orderBy(desc(rollout.startedAtMs))
    .limit(1);
  if (!found) return null;
  const { row, step } = found;
  return { policyId: row.policyId, sentence: `${rolledOut(row)} ${await placeWords(db, row, step)}` };
}

const rolledOut = (row: RolloutRecord): string =>
  row.state === "running"
    ? `The rollout of ${nameOf(row)} is under way.`
    : row.state === "paused"
      ? `The rollout of ${nameOf(row)} is paused.`
      : `The rollout of ${nameOf(row)} is being cancelled.`;

async function placeWords(db: Queryable, { id }: RolloutRecord, step: StepRow): Promise<string> {
  if (step.state !== "waiting")
    return `This machine: ${ROLLOUT_STEP_WORD[step.state]}.${step.reason === null ? "" : ` ${step.reason}`}`;
  const [before] = await db
    .select({ count: count() })
    .from(rolloutStep)
    .where(and(eq(rolloutStep.rolloutId, id), eq(rolloutStep.state, "waiting"), lt(rolloutStep.place, step.place)));
  const ahead = before?.count ?? 0;
  return ahead === 0
    ? "This machine is next."
    : `${countWords(ahead, "machine")} ${ahead === 1 ? "comes" : "come"} before this one.`;
}
