import type { Queryable } from "@v-available/db/database";
import { policy } from "@v-available/db/schema/policy";
import { policyVersion } from "@v-available/db/schema/policy-version";
import { POLICY_PRESETS, type Policy } from "@v-available/domain/policy";
import { and, eq, isNull } from "drizzle-orm";
import type { PicturedPair, PicturedVm } from "../query/picture";
import type { DrillInterval } from "../view/drill";
import { holderAsker } from "./held";

/** What each policy says now, by its id; those that were never published say nothing. */
export async function policiesInForce(db: Queryable): Promise<ReadonlyMap<string, Policy>> {
  const rows = await db
    .select({ id: policy.id, said: policyVersion.policy })
    .from(policy)
    .innerJoin(policyVersion, and(eq(policyVersion.policyId, policy.id), eq(policyVersion.version, policy.version)))
    .where(isNull(policy.removedAtMs));
  return new Map(rows.map(({ id, said }) => [id, said]));
}

/** How often the copy of any machine elsewhere is to be proven, by the policy that holds it. */
export async function drillIntervalAsker(
  db: Queryable,
  only?: readonly string[],
): Promise<(machine: PicturedVm, pair: PicturedPair) => DrillInterval> {
  const said = await policiesInForce(db);
  const ask = await holderAsker(db, only);
  return (machine, pair) => {
    const policyId = ask(machine, pair).assigned?.policyId;
    const own = policyId === undefined ? undefined : said.get(policyId);
    return own
      ? { everyDays: own.drillEveryDays, policyName: own.name }
      : { everyDays: POLICY_PRESETS["disaster-recovery"].drillEveryDays, policyName: null };
  };
}
