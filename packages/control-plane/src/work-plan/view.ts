import type { Queryable } from "@v-available/db/database";
import { workPlan } from "@v-available/db/schema/work-plan";
import { nextOpening } from "@v-available/domain/maintenance-window";
import { durationWords } from "@v-available/domain/wording";
import { isPlanOver, isStepActive, type PlanFacts, planWaits, type StepFacts } from "@v-available/domain/work-plan";
import { desc } from "drizzle-orm";
import { workWindows } from "../policy/window";
import type { TakePicture } from "../query/picture";
import type { WorkPlanRow, WorkPlanView, WorkStepView } from "../view/work-plan";
import { type PlaceOfHost, placesIn, placesOf, planFacts } from "./facts";
import { predictedEvacuationMs, predictedStepMs } from "./predict";
import { type FoundPlan, findPlan, type StepRecord, withSteps } from "./read";

const SHOWN = 200;

export async function listPlans(db: Queryable, nowMs: number, take: TakePicture): Promise<readonly WorkPlanRow[]> {
  const plans = await db.select().from(workPlan).orderBy(desc(workPlan.plannedAtMs)).limit(SHOWN);
  const placeOf = plans.length === 0 ? () => null : placesIn(await take(db, nowMs));
  return rowsOf(db, await withSteps(db, plans), placeOf, nowMs);
}

export async function rowsOf(
  db: Queryable,
  plans: readonly FoundPlan[],
  placeOf: PlaceOfHost,
  nowMs: number,
): Promise<WorkPlanRow[]> {
  const windowsOf = await workWindows(db, placesOf(plans, placeOf));
  return plans.map((found) => rowOf(found, planFacts(found, placeOf, windowsOf, nowMs), placeOf, nowMs));
}

/** Hosts that wait for somebody's word that the work on them is done. */
export const readyHosts = ({ steps }: FoundPlan, placeOf: PlaceOfHost): string[] =>
  steps.flatMap(({ state, hostId }) => {
    const place = state === "ready" ? placeOf(hostId) : null;
    return place?.pair.hosts[place.side]?.name ?? [];
  });

export async function viewPlan(db: Queryable, nowMs: number, planId: string, take: TakePicture): Promise<WorkPlanView> {
  const found = await findPlan(db, planId);
  const placeOf = placesIn(await take(db, nowMs));
  const facts = planFacts(found, placeOf, await workWindows(db, placesOf([found], placeOf)), nowMs);
  const { plan, steps } = found;
  const vms = steps.flatMap(({ hostId }) => placeOf(hostId)?.pair.vms ?? []);
  const nameOf = new Map(vms.map(({ row }) => [row.id, row.name]));
  return {
    ...rowOf(found, facts, placeOf, nowMs),
    reason: plan.reason,
    workMinutes: plan.workMinutes,
    atOnce: plan.atOnce,
    window: plan.window,
    outsideWindowOf: plan.outsideWindowOf.flatMap((id) => nameOf.get(id) ?? []),
    opening: plan.window && nextOpening(plan.window, nowMs),
    steps: steps.map((step, at) => stepView(step, facts.steps[at] as StepFacts, facts.steps, found, placeOf)),
    forbiddenBecause: null,
  };
}

function rowOf(found: FoundPlan, facts: PlanFacts, placeOf: PlaceOfHost, nowMs: number): WorkPlanRow {
  const { plan, steps } = found;
  const over = isPlanOver(plan.state);
  return {
    id: plan.id,
    name: plan.name,
    state: plan.state,
    hosts: steps.length,
    done: steps.filter(({ state }) => state === "done").length,
    skipped: steps.filter(({ state }) => state === "skipped").length,
    away: facts.steps.filter(({ state }) => isStepActive(state)).map(({ hostName }) => hostName),
    pausedBecause: over ? null : plan.pausedBecause,
    waitsBecause: over || plan.state !== "running" ? null : planWaits(facts),
    etaAtMs: etaOf(found, facts, placeOf, nowMs),
    startsAtMs: plan.startsAtMs,
    plannedBy: plan.plannedBy,
    plannedAtMs: plan.plannedAtMs,
    endedAtMs: plan.endedAtMs,
  };
}

/** A window or a person that it waits for has no number, so neither has the end. */
function etaOf({ plan, steps }: FoundPlan, facts: PlanFacts, placeOf: PlaceOfHost, nowMs: number): number | null {
  if (plan.state !== "running" || planWaits(facts) !== null) return null;
  const left = steps.reduce((sum, step) => {
    if (step.state === "done" || step.state === "skipped") return sum;
    const place = placeOf(step.hostId);
    const whole = place ? predictedStepMs(place, plan.workMinutes) : 0;
    return sum + Math.max(0, whole - (step.beganAtMs === null ? 0 : nowMs - step.beganAtMs));
  }, 0);
  return left === 0 ? null : nowMs + left / Math.min(plan.atOnce, Math.max(1, steps.length));
}

function stepView(
  step: StepRecord,
  facts: StepFacts,
  all: readonly StepFacts[],
  found: FoundPlan,
  placeOf: PlaceOfHost,
): WorkStepView {
  const busy = all.find(({ state, pairId }) => isStepActive(state) && pairId === facts.pairId);
  const place = placeOf(step.hostId);
  const key = step.state === "evacuating" ? step.enterKey : step.state === "returning" ? step.leaveKey : null;
  const running = key === null ? undefined : found.tasks.get(key);
  const isRunning = running?.state === "running";
  const since = place?.pair.vms.flatMap(({ exposedSinceMs }) => exposedSinceMs ?? []) ?? [];
  return {
    host: { id: step.hostId, name: facts.hostName },
    pair: { id: place?.pair.row.id ?? "", name: place?.pair.row.name ?? "" },
    site: { id: place?.pair.site?.id ?? "", name: place?.pair.site?.name ?? "" },
    state: step.state,
    sentence:
      step.state === "waiting" && busy
        ? `Waits until ${busy.hostName} is back: never both hosts of a pair.`
        : sentenceOf(step, facts, found, place ? predictedEvacuationMs(place) : 0),
    beganAtMs: step.beganAtMs,
    readyAtMs: step.readyAtMs,
    endedAtMs: step.endedAtMs,
    exposedSinceMs: isStepActive(step.state) && since.length > 0 ? Math.min(...since) : null,
    progressRatio: isRunning ? running.progressRatio : null,
    etaAtMs: isRunning ? running.etaAtMs : null,
  };
}

function sentenceOf(
  { state, beganAtMs, endedAtMs }: StepRecord,
  { hostName, blockedBecause, unsoundBecause, waitsBecause }: StepFacts,
  { plan }: FoundPlan,
  evacuationMs: number,
): string {
  if (state === "waiting") {
    const inTheWay = unsoundBecause ?? blockedBecause;
    if (waitsBecause !== null)
      return [waitsBecause, inTheWay && `In its way now: ${inTheWay}`].filter(Boolean).join(" ");
    return inTheWay === null
      ? `Its machines would leave it within about ${durationWords(evacuationMs)}.`
      : `In its way now: ${inTheWay}`;
  }
  if (state === "evacuating") return "Its machines move to its partner.";
  if (state === "ready")
    return `${hostName} is free of machines and may be switched off. The plan waits until somebody says that the work on it is done.`;
  if (state === "returning")
    return unsoundBecause === null ? "It is taken back." : `It is taken back. Not whole yet: ${unsoundBecause}`;
  if (state === "skipped") return plan.state === "cancelled" ? "Not begun: the plan was cancelled." : "Left out.";
  const took = beganAtMs === null || endedAtMs === null ? "" : `, ${durationWords(endedAtMs - beganAtMs)} in all`;
  return `Back, with two complete copies of each machine that has two${took}.`;
}
