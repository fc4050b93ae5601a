import type { Queryable } from "@v-available/db/database";
import { rollout } from "@v-available/db/schema/rollout";
import { rolloutStep } from "@v-available/db/schema/rollout-step";
import {
  isActiveRollout,
  isBegunStep,
  isOpenStep,
  ROLLOUT_STEP_STATES,
  type RolloutStepState,
} from "@v-available/domain/rollout";
import { rolloutDurationMs } from "@v-available/domain/rollout-duration";
import { countWords, numberWords, sentenceCase } from "@v-available/domain/wording";
import { asc, count, desc, eq, inArray, sql } from "drizzle-orm";
import type { TakePicture } from "../query/picture";
import type { MatterLine } from "../view/overview";
import type { RolloutRow, RolloutStepView, RolloutView } from "../view/rollout";
import { findRollout, isActive, nameOf, type RolloutRecord, type StepRow } from "./find";
import type { RolloutListInput } from "./input";
import { isBegun, lookAtRollouts, type RolloutLook } from "./look";

const SHOWN = 200;
/** In the order in which they want somebody. */
const ORDER = [
  "stuck",
  "refused",
  "returned",
  "returning",
  "changing",
  "waiting",
  "left",
  "done",
  "kept",
] as const satisfies readonly RolloutStepState[];

type Counts = RolloutRow["counts"];

export async function countsOf(db: Queryable, ids: readonly string[]): Promise<(id: string) => Counts> {
  const rows =
    ids.length === 0
      ? []
      : await db
          .select({ id: rolloutStep.rolloutId, state: rolloutStep.state, count: count() })
          .from(rolloutStep)
          .where(inArray(rolloutStep.rolloutId, [...ids]))
          .groupBy(rolloutStep.rolloutId, rolloutStep.state);
  return (id) =>
    Object.fromEntries(
      ROLLOUT_STEP_STATES.map((state) => [state, rows.find((one) => one.id === id && one.state === state)?.count ?? 0]),
    ) as unknown as Counts;
}

const failedOf = ({ refused, returned, stuck }: Counts): number => refused + returned + stuck;

function sentenceOf(row: RolloutRecord, counts: Counts): string {
  const all = ROLLOUT_STEP_STATES.reduce((sum, state) => sum + counts[state], 0);
  const parts = [
    `${numberWords(counts.done + counts.kept)} of ${countWords(all, "machine")} done`,
    counts.changing > 0 && `${numberWords(counts.changing)} under way`,
    counts.returning > 0 && `${numberWords(counts.returning)} going back`,
    failedOf(counts) > 0 && `${numberWords(failedOf(counts))} failed`,
    counts.left > 0 && `${numberWords(counts.left)} left as ${counts.left === 1 ? "it was" : "they were"}`,
  ].filter((part) => part !== false);
  return `${sentenceCase(nameOf(row))}: ${parts.join(", ")}.`;
}

/** What is wanted of people: of a rollout that stopped, and of nothing else. */
const wantedOf = (row: RolloutRecord, counts: Counts): string | null => {
  if (row.state !== "paused") return null;
  const again =
    failedOf(counts) > 0 ? "Resume it, with what failed or without; or cancel it." : "Resume it, or cancel it.";
  return row.pausedBy === null ? `Look at what stopped it. ${again}` : again;
};

export const rolloutRow = (row: RolloutRecord, counts: Counts): RolloutRow => ({
  id: row.id,
  revision: row.revision,
  policy: { id: row.policyId, name: row.policyName },
  version: row.version,
  state: row.state,
  sentence: sentenceOf(row, counts),
  because: row.because,
  wanted: wantedOf(row, counts),
  startedBy: row.startedBy,
  startedAtMs: row.startedAtMs,
  endedAtMs: row.endedAtMs,
  counts,
});

export async function listRollouts(db: Queryable, { policyId, limit }: RolloutListInput): Promise<RolloutRow[]> {
  const rows = await db
    .select()
    .from(rollout)
    .where(policyId === null ? undefined : eq(rollout.policyId, policyId))
    .orderBy(desc(isActive), desc(rollout.startedAtMs))
    .limit(limit);
  const counts = await countsOf(
    db,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => rolloutRow(row, counts(row.id)));
}

/** Those that are active, as the overview says them. */
export async function activeLines(db: Queryable, rows: readonly RolloutRecord[]): Promise<MatterLine[]> {
  if (rows.length === 0) return [];
  const counts = await countsOf(
    db,
    rows.map(({ id }) => id),
  );
  const lines = rows.map((row): MatterLine => {
    const { id, policy, sentence, because, wanted } = rolloutRow(row, counts(row.id));
    return {
      id,
      href: `/policies/${policy.id}`,
      sentence: `Rollout of ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`,
      wanted: wanted && [because, wanted].filter(Boolean).join(" "),
    };
  });
  return lines.sort(
    (one, other) => Number(one.wanted === null) - Number(other.wanted === null) || (one.id < other.id ? 1 : -1),
  );
}

export async function viewRollout(
  db: Queryable,
  nowMs: number,
  rolloutId: string,
  take: TakePicture,
): Promise<RolloutView> {
  const row = await findRollout(db, rolloutId);
  const counts = (await countsOf(db, [row.id]))(row.id);
  const all = await db
    .select({
      wave: rolloutStep.wave,
      state: rolloutStep.state,
      pairId: rolloutStep.pairId,
      predictedMs: rolloutStep.predictedMs,
      startedAtMs: rolloutStep.startedAtMs,
    })
    .from(rolloutStep)
    .where(eq(rolloutStep.rolloutId, row.id))
    .orderBy(asc(rolloutStep.place));
  const shown = await db
    .select()
    .from(rolloutStep)
    .where(eq(rolloutStep.rolloutId, row.id))
    .orderBy(
      sql`array_position(${sql.raw(`array[${ORDER.map((state) => `'${state}'`).join(",")}]`)}, ${rolloutStep.state})`,
      asc(rolloutStep.place),
    )
    .limit(SHOWN);
  const open = all.filter(({ state }) => isOpenStep(state));
  const atWave = open.length === 0 ? null : Math.min(...open.map(({ wave }) => wave));
  const begun = await db.select().from(rolloutStep).where(isBegun);
  const look = isActiveRollout(row.state) ? await lookAtRollouts(db, await take(db, nowMs), shown, begun, [row]) : null;
  const leftMs = (step: Pick<StepRow, "state" | "predictedMs" | "startedAtMs">) =>
    isBegunStep(step.state) && step.startedAtMs !== null
      ? Math.max(1_000, step.predictedMs - (nowMs - step.startedAtMs))
      : step.predictedMs;
  const runs = row.state === "running" || row.state === "cancelling";
  return {
    ...rolloutRow(row, counts),
    waves: [1, 2, 3].flatMap((wave) => {
      const own = all.filter((step) => step.wave === wave);
      return own.length === 0
        ? []
        : { wave, machines: own.length, over: own.filter(({ state }) => !isOpenStep(state)).length };
    }),
    atWave,
    etaAtMs:
      runs && open.length > 0
        ? nowMs +
          rolloutDurationMs(open.map((step) => ({ wave: step.wave, pairId: step.pairId, durationMs: leftMs(step) })))
        : null,
    accepted: { lowered: row.acceptedLower, passingBelow: row.acceptedPass },
    steps: shown.map((step) => stepView(row, step, look, atWave, nowMs, leftMs)),
    notShown: all.length - shown.length,
    mayNotPause: null,
    mayNotChange: null,
  };
}

function stepView(
  row: RolloutRecord,
  step: StepRow,
  look: RolloutLook | null,
  atWave: number | null,
  nowMs: number,
  leftMs: (step: StepRow) => number,
): RolloutStepView {
  const task = look?.task(step) ?? null;
  const running = isBegunStep(step.state) && task?.state === "running" ? task : null;
  return {
    id: step.id,
    machine: { id: step.machineId, name: step.machineName },
    pair: { id: step.pairId, name: step.pairName },
    wave: step.wave,
    state: step.state,
    words: wordsOf(row, step, look, atWave) ?? (running && running.step !== "" ? running.step : null),
    progressRatio: running?.progressRatio ?? null,
    etaAtMs: isBegunStep(step.state) && row.state !== "paused" ? (running?.etaAtMs ?? nowMs + leftMs(step)) : null,
    endedAtMs: step.endedAtMs,
  };
}

/** Why a machine waits, by the rule that decides it; else what is written of it. */
function wordsOf(row: RolloutRecord, step: StepRow, look: RolloutLook | null, atWave: number | null): string | null {
  if (look === null || !isOpenStep(step.state)) return step.reason;
  if (step.state !== "waiting") {
    const decision = look.judge(row, step);
    return decision.do === "wait" && decision.words !== "" ? decision.words : step.reason;
  }
  if (row.state !== "running") return null;
  if (step.wave !== atWave) return `Waits for wave ${atWave} to be over.`;
  const decision = look.judge(row, step);
  return decision.do === "wait" ? decision.words : "It is among the next.";
}
