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

/** A policy that holds a machine, as it is in force. */
export interface HeldBy {
  readonly policyId: string;
  readonly said: Policy;
}

/** Which policy holds a machine, and what it says; null where none does, or it was never published. */
export async function policyAsker(
  db: Queryable,
  only?: readonly string[],
): Promise<(machine: PicturedVm, pair: PicturedPair) => HeldBy | null> {
  const inForce = await policiesInForce(db);
  const ask = await holderAsker(db, only);
  return (machine, pair) => {
    const policyId = ask(machine, pair).assigned?.policyId;
    const said = policyId === undefined ? undefined : inForce.get(policyId);
    return policyId === undefined || said === undefined ? null : { policyId, said };
  };
}

/** How often the copy of a machine elsewhere is to be proven, by the policy that holds it. */
export const drillIntervalOf = (held: HeldBy | null): DrillInterval =>
  held
    ? { everyDays: held.said.drillEveryDays, policyName: held.said.name }
    : { everyDays: POLICY_PRESETS["disaster-recovery"].drillEveryDays, policyName: null };

/** The same of any machine. */
export async function drillIntervalAsker(
  db: Queryable,
  only?: readonly string[],
): Promise<(machine: PicturedVm, pair: PicturedPair) => DrillInterval> {
  const ask = await policyAsker(db, only);
  return (machine, pair) => drillIntervalOf(ask(machine, pair));
}
