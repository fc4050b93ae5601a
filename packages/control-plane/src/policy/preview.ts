import type { Queryable } from "@v-available/db/database";
import { type MachinePreview, misfitOf } from "@v-available/domain/policy-preview";
import { LOSSES, type Loss, type Outcome, type Prediction } from "@v-available/domain/prediction";
import { rolloutDurationMs } from "@v-available/domain/rollout-duration";
import { waveSizes } from "@v-available/domain/rollout-wave";
import type { TakePicture } from "../query/picture";
import { planOf, type RolloutPlan } from "../rollout/plan";
import type { PolicyPreview, PolicyPreviewMachine } from "../view/policy";
import { refuseIfWrong } from "./check";
import { findPolicy } from "./find";
import { capabilitiesByAdapter, type Held, holders } from "./held";
import type { PreviewPolicyInput } from "./input";

const SHOWN = 200;
const VERDICTS = ["block", "warn", "pass"] as const;

/** What a policy, its draft or what is being typed would mean for each machine that it holds. */
export async function previewPolicy(
  db: Queryable,
  nowMs: number,
  { policyId, policy: typed }: PreviewPolicyInput,
  take: TakePicture,
): Promise<PolicyPreview> {
  const { versions, draft } = await findPolicy(db, policyId);
  const said = typed ?? draft?.policy ?? versions[0]?.policy;
  if (!said) throw new Error("a policy has a version or a draft");
  refuseIfWrong(said, nowMs);
  const picture = await take(db, nowMs);
  const capabilities = await capabilitiesByAdapter(db);
  const plan = planOf((await holders(db, picture)).of(policyId), said.protection, capabilities);
  const counts = { keep: 0, pass: 0, warn: 0, block: 0 };
  const [before, after] = [noOutcomes(), noOutcomes()];
  const found = [...plan.machines];
  let lowered = 0;
  for (const { preview } of found) {
    counts[preview.change === "keeps" ? "keep" : preview.verdict]++;
    if (preview.lowers) lowered++;
    count(before, preview.before);
    count(after, preview.after);
  }
  const rank = ({ preview }: { preview: MachinePreview }) =>
    preview.change === "keeps" ? VERDICTS.length : VERDICTS.indexOf(preview.verdict);
  return {
    policyId,
    machines: found.length,
    counts,
    lowered,
    before,
    after,
    rows: found
      .sort((one, other) => rank(one) - rank(other))
      .slice(0, SHOWN)
      .map(rowOf),
    rollout: forecastOf(plan),
    pairsThatFit: picture.pairs.filter(
      (pair) => misfitOf(pair.facts, said.protection, capabilities(pair.row.adapter)) === null,
    ).length,
    pairs: picture.pairs.length,
  };
}

const NAMED = 12;
const named = (machines: RolloutPlan["lowered"]) => ({
  machines: machines.length,
  names: machines.slice(0, NAMED).map(({ held }) => held.name),
});

const forecastOf = ({ steps, blocked, lowered, passingBelow }: RolloutPlan): PolicyPreview["rollout"] => ({
  machines: steps.length,
  waves: waveSizes(steps),
  durationMs: rolloutDurationMs(steps),
  blocked: blocked.length,
  lowered: named(lowered),
  passingBelow: named(passingBelow),
});

type Counts = Record<Loss, Partial<Record<Outcome, number>>>;
const noOutcomes = (): Counts => Object.fromEntries(LOSSES.map((loss) => [loss, {}])) as Counts;

/** What is off by intent stays off, and is in none of them. */
function count(into: Counts, predictions: Readonly<Record<Loss, Prediction>>): void {
  for (const loss of LOSSES) {
    const { outcome, off } = predictions[loss];
    if (!off) into[loss][outcome] = (into[loss][outcome] ?? 0) + 1;
  }
}

const outcomes = (predictions: Readonly<Record<Loss, Prediction>>): Record<Loss, Outcome> =>
  Object.fromEntries(LOSSES.map((loss) => [loss, predictions[loss].outcome])) as Record<Loss, Outcome>;

const rowOf = ({ preview, held }: { preview: MachinePreview; held: Held }): PolicyPreviewMachine => ({
  id: held.machine.row.id,
  name: held.name,
  pair: { id: held.pair.row.id, name: held.pair.row.name },
  change: preview.change,
  lowers: preview.lowers,
  verdict: preview.verdict,
  findings: preview.findings.map(({ check, verdict, sentence, value, limit, remedy }) => ({
    check,
    verdict,
    sentence,
    value,
    limit,
    remedy,
  })),
  before: outcomes(preview.before),
  after: outcomes(preview.after),
});
