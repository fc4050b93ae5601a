import type { Queryable } from "@v-available/db/database";
import { setting } from "@v-available/db/schema/setting";
import { Refusal } from "@v-available/domain/refusal";
import { eq } from "drizzle-orm";
import type { ActorDeed } from "../audit/deed";

export const SECOND_PERSON = "loss-needs-second-person";

/** Whether a loss needs a second person here. */
export async function needsSecondPerson(db: Queryable): Promise<boolean> {
  const [row] = await db.select().from(setting).where(eq(setting.key, SECOND_PERSON));
  return row?.value === true;
}

/** @param notDone "erp-db was not started elsewhere" */
export async function refuseWithoutSecondPerson(db: Queryable, deed: ActorDeed, notDone: string): Promise<void> {
  if (deed.askedBy !== undefined || !(await needsSecondPerson(db))) return;
  throw new Refusal({
    code: "blocked",
    message: `${notDone}: a loss needs a second person here.`,
    limit: "two people for each loss",
    remedy: "Ask for it; it is done when somebody else who may declare a loss agrees.",
  });
}
