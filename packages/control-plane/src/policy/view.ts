import type { Queryable } from "@v-available/db/database";
import { adapterWatch } from "@v-available/db/schema/adapter-watch";
import { policy } from "@v-available/db/schema/policy";
import { policyAssignment } from "@v-available/db/schema/policy-assignment";
import { policyDraft } from "@v-available/db/schema/policy-draft";
import { policyVersion } from "@v-available/db/schema/policy-version";
import { drillDueAtMs, drillsOf, drillTarget, lastProof } from "@v-available/domain/drill";
import type { CapabilityAnswers } from "@v-available/domain/finding";
import { POLICY_PRESETS, type Policy } from "@v-available/domain/policy";
import { assignedWords } from "@v-available/domain/policy-assignment";
import { policyDiff } from "@v-available/domain/policy-diff";
import { settingStandings } from "@v-available/domain/policy-setting";
import { isBelowPolicy } from "@v-available/domain/policy-standing";
import { and, eq, isNull } from "drizzle-orm";
import type { TakePicture } from "../query/picture";
import type { HeldMachine, PolicyList, PolicyRow, PolicyView } from "../view/policy";
import { type DraftRecord, findPolicy, type PolicyRecord } from "./find";
import { type Held, type Holders, holders } from "./held";
import { policyYaml } from "./yaml";

const SHOWN = 200;

function rowOf(row: PolicyRecord, inForce: Policy | null, draft: DraftRecord | null, held: readonly Held[]): PolicyRow {
  const said = inForce ?? draft?.policy ?? POLICY_PRESETS.unprotected;
  return {
    id: row.id,
    revision: row.revision,
    name: row.name,
    preset: row.preset,
    version: row.version,
    protection: said.protection,
    hasDraft: draft !== null,
    machines: held.length,
    below: inForce === null ? 0 : held.filter((one) => isBelow(one, inForce)).length,
  };
}

const isBelow = ({ machine }: Held, said: Policy): boolean =>
  isBelowPolicy(machine.row.observed.declared, machine.protection, said.protection);

export async function listPolicies(db: Queryable, nowMs: number, take: TakePicture): Promise<PolicyList> {
  const rows = await db
    .select({ row: policy, version: policyVersion, draft: policyDraft })
    .from(policy)
    .leftJoin(policyVersion, and(eq(policyVersion.policyId, policy.id), eq(policyVersion.version, policy.version)))
    .leftJoin(policyDraft, eq(policyDraft.policyId, policy.id))
    .where(isNull(policy.removedAtMs));
  const held: Holders = await holders(db, await take(db, nowMs));
  return {
    policies: rows
      .map(({ row, version, draft }) => rowOf(row, version?.policy ?? null, draft, held.of(row.id)))
      .sort((one, other) => one.name.localeCompare(other.name)),
    free: held.free,
  };
}

export async function viewPolicy(
  db: Queryable,
  nowMs: number,
  policyId: string,
  take: TakePicture,
): Promise<PolicyView> {
  const { row, versions, draft } = await findPolicy(db, policyId);
  const held = (await holders(db, await take(db, nowMs))).of(policyId);
  const inForce = versions[0]?.policy ?? null;
  const assignments = await db.select().from(policyAssignment).where(eq(policyAssignment.policyId, policyId));
  const machines = held.map(
    (one): HeldMachine => ({
      id: one.machine.row.id,
      name: one.name,
      pair: { id: one.pair.row.id, name: one.pair.row.name },
      why: one.assigned.why,
      below: inForce !== null && isBelow(one, inForce),
    }),
  );
  return {
    ...rowOf(row, inForce, draft, held),
    versions: versions.map(({ version, policy: said, changes, reason, publishedBy, publishedAtMs }) => ({
      version,
      policy: said,
      changes,
      reason,
      publishedBy,
      publishedAtMs,
    })),
    draft: draft && {
      revision: draft.revision,
      policy: draft.policy,
      baseVersion: draft.baseVersion,
      editedBy: draft.editedBy,
      editedAtMs: draft.editedAtMs,
      diff: policyDiff(inForce, draft.policy),
    },
    assignments: assignments
      .sort((one, other) => (one.id < other.id ? -1 : 1))
      .map(({ id, by }) => ({ id, by, words: assignedWords(by) })),
    held: machines.sort((one, other) => Number(other.below) - Number(one.below)).slice(0, SHOWN),
    yaml: policyYaml(draft?.policy ?? inForce ?? POLICY_PRESETS.unprotected),
    settings: settingStandings(draft?.policy ?? inForce ?? POLICY_PRESETS.unprotected, await backendsOf(db)),
    drillsDue: inForce === null ? [] : drillsDue(held, inForce, nowMs),
  };
}

async function backendsOf(db: Queryable) {
  const rows = await db.select().from(adapterWatch).orderBy(adapterWatch.product);
  return rows.map(({ product, capabilities }) => ({
    name: product,
    capabilities: (capabilities ?? {}) as CapabilityAnswers,
  }));
}

/** A proof is asked of copies elsewhere only: that is what a drill starts. */
function drillsDue(held: readonly Held[], said: Policy, nowMs: number): PolicyView["drillsDue"] {
  return held
    .flatMap(({ machine: { row }, name }) => {
      const { observed } = row;
      if (observed.recoveryCopy === null) return [];
      const proof = lastProof(drillsOf(observed), drillTarget(observed.declared));
      const dueAtMs = drillDueAtMs(said, row.firstSeenAtMs, proof?.endedAtMs ?? null);
      return dueAtMs !== null && dueAtMs <= nowMs ? [{ id: row.id, name, dueAtMs }] : [];
    })
    .sort((one, other) => one.dueAtMs - other.dueAtMs)
    .slice(0, SHOWN);
}
