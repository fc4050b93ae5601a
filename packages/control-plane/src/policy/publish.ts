import { policy } from "@v-available/db/schema/policy";
import { policyDraft } from "@v-available/db/schema/policy-draft";
import { policyVersion } from "@v-available/db/schema/policy-version";
import { rollout } from "@v-available/db/schema/rollout";
import type { Policy } from "@v-available/domain/policy";
import { changesOf } from "@v-available/domain/policy-diff";
import { Refusal } from "@v-available/domain/refusal";
import { and, eq } from "drizzle-orm";
import { type ActorDeed, type Done, perform } from "../audit/deed";
import { authoriseEverywhere } from "../authorise";
import type { Environment } from "../environment";
import type { FactWriter } from "../ledger";
import { beginRollout } from "../rollout/begin";
import type { RollOut } from "../rollout/input";
import { refuseIfNameTaken, refuseIfUnfit, refuseIfWrong } from "./check";
import { refuseIfDraftMoved, refuseIfVersionMoved } from "./conflict";
import { type FoundPolicy, findPolicy } from "./find";
import type { PublishInput } from "./input";
import { recordPolicy } from "./record";

export interface Published {
  readonly policyId: string;
  readonly version: number;
  /** What brings it to its machines; null where none was asked for or none differs. */
  readonly rolloutId: string | null;
}

/** The draft becomes the version in force. Whoever lost the answer asks again with the same key, and is told the same. */
export function publishDraft(
  environment: Environment,
  { policyId, draftRevision, reason, key, rollOut = null }: PublishInput,
  deed: ActorDeed,
): Promise<Published> {
  authoriseEverywhere(deed.by, "change-policies");
  return perform(environment, deed, async (writer) => {
    const known = await publishedWith(writer, policyId, key);
    if (known) return { answer: known, before: null, after: null, outcome: "unchanged" };
    const found = await findPolicy(writer.db, policyId);
    refuseIfDraftMoved(found, draftRevision);
    const { draft, row } = found;
    if (!draft) throw new Error("a draft that is where it was shown is there");
    refuseIfVersionMoved(found, draft.baseVersion);
    const sentence = (version: number) => `${deed.by.name} published version ${version} of ${row.name}: ${reason}`;
    return bringIntoForce(writer, found, draft.policy, {
      reason,
      key,
      deed,
      type: "policy.publish",
      sentence,
      rollOut,
    });
  });
}

/** What this key has done already. */
export async function publishedWith({ db }: FactWriter, policyId: string, key: string): Promise<Published | null> {
  const [known] = await db.select().from(policyVersion).where(eq(policyVersion.key, key));
  if (!known) return null;
  if (known.policyId === policyId) {
    const [begun] = await db
      .select({ id: rollout.id })
      .from(rollout)
      .where(and(eq(rollout.policyId, policyId), eq(rollout.version, known.version)))
      .orderBy(rollout.startedAtMs)
      .limit(1);
    return { policyId, version: known.version, rolloutId: begun?.id ?? null };
  }
  throw new Refusal({
    code: "conflict",
    message: "This key was used already, to publish another policy.",
    field: "key",
    value: key,
    remedy: "Use a new key for a new version.",
  });
}

interface Publication {
  readonly reason: string;
  readonly key: string;
  readonly deed: ActorDeed;
  readonly type: string;
  readonly sentence: (version: number) => string;
  readonly rollOut: RollOut;
}

export async function bringIntoForce(
  writer: FactWriter,
  { row, versions, draft }: FoundPolicy,
  asked: Policy,
  { reason, key, deed, type, sentence, rollOut }: Publication,
): Promise<Done<Published>> {
  refuseIfWrong(asked, writer.nowMs);
  await refuseIfNameTaken(writer.db, asked.name, row.id);
  await refuseIfUnfit(writer.db, writer.nowMs, row.id, asked);
  const [inForce] = versions;
  const changes = changesOf(inForce?.policy ?? null, asked);
  if (changes.length === 0)
    throw new Refusal({
      code: "conflict",
      message: `Nothing in it differs from version ${inForce?.version ?? 0} of ${row.name}, which is in force.`,
      field: "policyId",
      value: row.id,
      limit: "a version that changes something",
      remedy: "Change something first, or discard the draft.",
    });
  const version = (inForce?.version ?? 0) + 1;
  await writer.db.insert(policyVersion).values({
    id: writer.newId(),
    revision: writer.revision,
    policyId: row.id,
    version,
    policy: asked,
    changes,
    reason,
    publishedBy: deed.by.name,
    publishedAtMs: writer.nowMs,
    key,
  });
  if (draft) await writer.db.delete(policyDraft).where(eq(policyDraft.policyId, row.id));
  await writer.db
    .update(policy)
    .set({ revision: writer.revision, version, name: asked.name })
    .where(eq(policy.id, row.id));
  recordPolicy(writer, deed.by, { id: row.id, name: asked.name }, type, sentence(version));
  const rolloutId = await beginRollout(
    writer,
    {
      policyId: row.id,
      policyName: asked.name,
      version,
      protection: asked.protection,
      by: deed.by.name,
      key: null,
    },
    rollOut,
  );
  return {
    answer: { policyId: row.id, version, rolloutId },
    before: inForce ? { version: inForce.version, policy: inForce.policy } : null,
    after: { version, policy: asked, ...(rolloutId === null ? {} : { rolloutId, ...rollOut }) },
  };
}
