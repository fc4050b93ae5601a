import { policy } from "@v-available/db/schema/policy";
import { policyVersion } from "@v-available/db/schema/policy-version";
import { POLICY_PRESETS, type PolicyPreset } from "@v-available/domain/policy";
import { changesOf } from "@v-available/domain/policy-diff";
import type { Environment } from "../environment";
import { writeFacts } from "../ledger";

/** The names of the product, published at first start; whoever starts later finds them there. */
export async function publishPresets(environment: Pick<Environment, "db" | "clock">): Promise<void> {
  const all = Object.entries(POLICY_PRESETS) as [PolicyPreset, (typeof POLICY_PRESETS)[PolicyPreset]][];
  const missing = async (known: { preset: PolicyPreset | null }[]) =>
    all.filter(([preset]) => !known.some((row) => row.preset === preset));
  const before = await environment.db.read((db) => db.select({ preset: policy.preset }).from(policy));
  if ((await missing(before)).length === 0) return;
  await writeFacts(environment, async (writer) => {
    const known = await writer.db.select({ preset: policy.preset }).from(policy);
    for (const [preset, said] of await missing(known)) {
      const id = writer.newId();
      const key = `preset ${preset}`;
      const { revision, nowMs } = writer;
      await writer.db
        .insert(policy)
        .values({ id, revision, name: said.name, preset, version: 1, key, createdAtMs: nowMs, removedAtMs: null });
      await writer.db.insert(policyVersion).values({
        id: writer.newId(),
        revision,
        policyId: id,
        version: 1,
        policy: said,
        changes: changesOf(null, said),
        reason: "It comes with the product.",
        publishedBy: "v-Available",
        publishedAtMs: nowMs,
        key,
      });
      writer.touch("policy", id);
    }
  });
}
