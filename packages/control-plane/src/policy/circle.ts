import type { Queryable } from "@v-available/db/database";
import { policy } from "@v-available/db/schema/policy";
import { policyVersion } from "@v-available/db/schema/policy-version";
import type { Policy } from "@v-available/domain/policy";
import { wrongInOrder } from "@v-available/domain/policy-order";
import { Refusal, type RefusalDetail } from "@v-available/domain/refusal";
import { and, eq, isNull } from "drizzle-orm";
import { type PicturedPair, takePicture } from "../query/picture";
import { assignedAsker } from "./held";

/** What is asked for and is not written yet: a version, another name of a machine (by its id), a machine of a pair. */
export interface Foreseen {
  readonly version?: { readonly policyId: string; readonly policy: Policy };
  readonly renamed?: { readonly machineId: string; readonly name: string };
  readonly made?: { readonly pairId: string; readonly name: string };
}

/** The field of the request by which the circle would close, and what to do about it there. */
type At = Required<Pick<RefusalDetail, "field" | "value" | "remedy">>;

/**
 * Whatever decides which policy holds which machine can close a circle of machines that wait for each other: asked under
 * the lock of the writers, after what is written and with what is foreseen.
 * @throws a Refusal that names the way round
 */
export async function refuseIfCircle(db: Queryable, nowMs: number, foreseen: Foreseen, at: At | null): Promise<void> {
  const detail = await circleOf(db, nowMs, foreseen);
  if (detail) throw new Refusal({ ...detail, ...(at ?? { field: `policy.${detail.field}` }) });
}

async function circleOf(
  db: Queryable,
  nowMs: number,
  { version, renamed, made }: Foreseen,
): Promise<RefusalDetail | null> {
  const inForce = await db
    .select({ id: policy.id, name: policy.name, policy: policyVersion.policy })
    .from(policy)
    .innerJoin(policyVersion, and(eq(policyVersion.policyId, policy.id), eq(policyVersion.version, policy.version)))
    .where(isNull(policy.removedAtMs));
  const ordered = [
    ...inForce.filter(({ id }) => id !== version?.policyId),
    ...(version ? [{ id: version.policyId, name: version.policy.name, policy: version.policy }] : []),
  ];
  // A fleet is not read where nothing waits for anything.
  if (ordered.every(({ policy: { restartAfter } }) => restartAfter.length === 0)) return null;
  const ask = await assignedAsker(db);
  const held = new Map<string, { name: string; labels: readonly string[] }[]>();
  const hold = (machine: { id: string; name: string }, pair: PicturedPair) => {
    const { assigned, labels } = ask(machine, pair);
    if (!assigned) return;
    const one = { name: machine.name, labels };
    held.get(assigned.policyId)?.push(one) ?? held.set(assigned.policyId, [one]);
  };
  for (const pair of (await takePicture(db, nowMs)).pairs) {
    for (const { row } of pair.vms)
      hold({ id: row.id, name: row.id === renamed?.machineId ? renamed.name : row.name }, pair);
    // It has no id and no label yet: only a rule can find it.
    if (made && made.pairId === pair.row.id) hold({ id: "", name: made.name }, pair);
  }
  return wrongInOrder(
    ordered.map(({ id, name, policy: { restartAfter } }) => ({
      ...{ id, name, restartAfter },
      machines: held.get(id) ?? [],
    })),
  );
}
