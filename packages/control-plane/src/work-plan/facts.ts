import { previewMaintenance } from "@v-available/domain/host-maintenance";
import { type MaintenanceWindow, nextOpening } from "@v-available/domain/maintenance-window";
import { isStale } from "@v-available/domain/pair-facts";
import { waitsForWindows } from "@v-available/domain/planned-window";
import type { PairState, Side } from "@v-available/domain/state";
import { durationWords, momentWords } from "@v-available/domain/wording";
import { isPlanOver, type PlanFacts, type StepFacts } from "@v-available/domain/work-plan";
import { type WindowsOf, without } from "../policy/window";
import type { Picture, PicturedPair } from "../query/picture";
import { predictedStepMs } from "./predict";
import type { FoundPlan, StepRecord } from "./read";
import { taskOf } from "./read";

/** Where a host of a plan stands in the picture; null where it is not there any more. */
export interface Placed {
  readonly pair: PicturedPair;
  readonly side: Side;
}

export type PlaceOfHost = (hostId: string) => Placed | null;

/** Looks hosts up by their id. */
export function placesIn({ pairs }: Picture): PlaceOfHost {
  const places = new Map<string, Placed>();
  for (const pair of pairs)
    for (const side of ["a", "b"] as const) {
      const id = pair.hosts[side]?.id;
      if (id !== undefined) places.set(id, { pair, side });
    }
  return (hostId) => places.get(hostId) ?? null;
}

/** All that decides what is done next, as this picture shows it. */
export function planFacts(found: FoundPlan, placeOf: PlaceOfHost, windowsOf: WindowsOf, nowMs: number): PlanFacts {
  const { plan } = found;
  const steps = found.steps.map((step) => {
    const place = placeOf(step.hostId);
    return { ...stepFacts(step, found, place), waitsBecause: stepWaits(step, plan, place, windowsOf, nowMs) };
  });
  const next = found.steps.find(({ state }) => state === "waiting");
  const place = next ? placeOf(next.hostId) : null;
  return {
    state: plan.state,
    steps,
    atOnce: plan.atOnce,
    waitsBecause: waits(plan, place === null ? 0 : predictedStepMs(place, plan.workMinutes), nowMs),
    surprise: surpriseOf(found, placeOf),
  };
}

/** Of the hosts of plans that are not over. */
export function placesOf(plans: readonly FoundPlan[], placeOf: PlaceOfHost): readonly PicturedPair[] {
  const ids = plans.flatMap(({ plan, steps }) => (isPlanOver(plan.state) ? [] : steps.map(({ hostId }) => hostId)));
  return [...new Set(ids.flatMap((hostId) => placeOf(hostId)?.pair ?? []))];
}

function stepWaits(
  { state }: StepRecord,
  { outsideWindowOf, workMinutes, startsAtMs, state: planState }: FoundPlan["plan"],
  place: Placed | null,
  windowsOf: WindowsOf,
  nowMs: number,
): string | null {
  if (state !== "waiting" || place === null || isPlanOver(planState)) return null;
  const machines = without(windowsOf(place.pair, place.side), outsideWindowOf);
  return waitsForWindows(machines, Math.max(nowMs, startsAtMs), predictedStepMs(place, workMinutes));
}

function stepFacts(step: StepRecord, found: FoundPlan, place: Placed | null): Omit<StepFacts, "waitsBecause"> {
  const base = {
    stepId: step.id,
    state: step.state,
    enter: taskOf(found, step.enterKey),
    leave: taskOf(found, step.leaveKey),
  };
  if (place === null)
    return {
      ...base,
      hostName: "A host of the plan",
      pairId: step.hostId,
      siteId: step.hostId,
      host: "Unknown",
      blockedBecause: "It is not there any more.",
      unsoundBecause: null,
    };
  const { pair, side } = place;
  const block = previewMaintenance(pair.facts, side).findings.find(({ verdict }) => verdict === "block");
  return {
    ...base,
    hostName: pair.hosts[side]?.name ?? "a host",
    pairId: pair.row.id,
    siteId: pair.site?.id ?? pair.row.siteRef,
    // What is not heard is not known, whatever was heard last.
    host: isStale(pair.facts) ? "Unknown" : (pair.hosts[side]?.observed.state ?? "Unknown"),
    blockedBecause: block ? [block.sentence, block.remedy].filter(Boolean).join(" ") : null,
    unsoundBecause: unsoundBecause(pair),
  };
}

const WHOLE: PairState = "Normal";

/** Why a pair does not carry its machines as declared. Its machines are named by their own headline. */
export function unsoundBecause(pair: PicturedPair): string | null {
  const { state, reason, exposed } = pair.standing;
  return exposed > 0 || state !== WHOLE ? `${pair.row.name}: ${reason}` : null;
}

/** An alarm on a pair of the plan that was raised since it goes on: planned work raises none. */
function surpriseOf({ plan, steps }: FoundPlan, placeOf: PlaceOfHost): string | null {
  for (const { hostId } of steps) {
    const pair = placeOf(hostId)?.pair;
    const alarm = pair?.openAlarms.find(
      ({ openedAtMs, clearedAtMs }) => clearedAtMs === null && openedAtMs > plan.watchedFromMs,
    );
    if (pair && alarm) return `Not planned: ${alarm.kind} on ${alarm.subjectName}, of ${pair.row.name}.`;
  }
  return null;
}

/** Why no further host is begun now, though nothing is wrong. */
function waits(plan: FoundPlan["plan"], neededMs: number, nowMs: number): string | null {
  if (nowMs < plan.startsAtMs) return `It begins on ${momentWords(plan.startsAtMs, nowMs, zone())}.`;
  if (plan.window === null) return null;
  const window: Pick<MaintenanceWindow, "timeZone" | "recurrence"> = plan.window;
  const opening = nextOpening(window, nowMs);
  if (opening === null) return "Its window does not open again: cancel it, or plan anew.";
  const at = (atMs: number) => momentWords(atMs, nowMs, window.timeZone);
  if (nowMs < opening.fromMs) return `Its window opens on ${at(opening.fromMs)}, ${window.timeZone}.`;
  // A window that is too short for any host would make it wait for ever: the first host of an opening is begun.
  const tooLate = nowMs + neededMs > opening.untilMs && opening.untilMs - opening.fromMs > neededMs;
  if (!tooLate) return null;
  return `What is left of its window until ${at(opening.untilMs)} is less than the ${durationWords(neededMs)} that the next host takes.`;
}

const zone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
