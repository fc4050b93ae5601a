import { event } from "@v-available/db/schema/event";
import { and, desc, eq } from "drizzle-orm";
import type { FactWriter } from "../ledger";

/** What a person did last with that policy, or with any where none holds it now. */
export async function lastWordOn({ db }: FactWriter, policyId: string | null): Promise<string | null> {
  const ofPolicy = eq(event.subjectKind, "policy");
  const [last] = await db
    .select({ id: event.id })
    .from(event)
    .where(policyId === null ? ofPolicy : and(ofPolicy, eq(event.subjectId, policyId)))
    .orderBy(desc(event.sequence))
    .limit(1);
  return last?.id ?? null;
}
