import { allowedToLeave } from "./maintenance";
import { HOST_STANDING } from "./pair-facts";
import type { HostState, TaskState } from "./state";

/**
 * Planned work on several hosts, one after the other (rolling maintenance): one host of a pair, one pair of a site, and
 * it stops at the first surprise. What is done next follows from the facts alone, so that a controller that takes over
 * goes on where the one before ended.
 */

export const WORK_PLAN_STATES = ["running", "paused", "cancelling", "done", "cancelled"] as const;
export type WorkPlanState = (typeof WORK_PLAN_STATES)[number];

/** `ready`: it may be switched off; a person says when the work on it is done. */
export const WORK_STEP_STATES = ["waiting", "evacuating", "ready", "returning", "done", "skipped"] as const;
export type WorkStepState = (typeof WORK_STEP_STATES)[number];

export const isPlanOver = (state: WorkPlanState): boolean => state === "done" || state === "cancelled";
export const isStepActive = (state: WorkStepState): boolean =>
  state === "evacuating" || state === "ready" || state === "returning";

/** What became of the last task that was asked for a step. */
export interface StepTask {
  readonly state: TaskState;
  /** Why it failed; null where it did not. */
  readonly because: string | null;
}

export interface StepFacts {
  readonly stepId: string;
  readonly hostName: string;
  readonly pairId: string;
  readonly siteId: string;
  readonly state: WorkStepState;
  readonly host: HostState;
  /** Of this try to put it into maintenance, and to take it back; null where it was not asked for yet. */
  readonly enter: StepTask | null;
  readonly leave: StepTask | null;
  /** Why it could not be put into maintenance now; null where it could. */
  readonly blockedBecause: string | null;
  /** Why its pair does not carry all its machines as was declared; null where it does. */
  readonly unsoundBecause: string | null;
  /** Why it is not its turn yet though nothing is wrong: a machine would be touched outside its policy's windows. */
  readonly waitsBecause: string | null;
}

export interface PlanFacts {
  readonly state: WorkPlanState;
  /** In the order in which they are worked on. */
  readonly steps: readonly StepFacts[];
  /** So many hosts are away at most. */
  readonly atOnce: number;
  /** Why no further host is begun now, though nothing is wrong: the window is not open, or too little of it is left. */
  readonly waitsBecause: string | null;
  /** Something on a pair of the plan that nobody planned. */
  readonly surprise: string | null;
}

export type PlanMove =
  | { readonly do: "enter"; readonly stepId: string }
  | { readonly do: "leave"; readonly stepId: string }
  | { readonly do: "set"; readonly stepId: string; readonly state: WorkStepState }
  /** With the step that goes back to where it was before it was tried. */
  | { readonly do: "pause"; readonly because: string; readonly back: { stepId: string; state: WorkStepState } | null }
  | { readonly do: "end"; readonly state: "done" | "cancelled" };

/** The next thing that is to be done; null where all that is left is to wait. */
export function nextMove(plan: PlanFacts): PlanMove | null {
  if (isPlanOver(plan.state)) return null;
  for (const step of plan.steps) {
    const move = followed(step, plan.state);
    if (move) return move;
  }
  const active = plan.steps.filter(({ state }) => isStepActive(state));
  if (plan.state === "cancelling") {
    const waiting = plan.steps.find(({ state }) => state === "waiting");
    if (waiting) return { do: "set", stepId: waiting.stepId, state: "skipped" };
    return active.length === 0 ? { do: "end", state: "cancelled" } : null;
  }
  const waiting = plan.steps.filter(({ state }) => state === "waiting");
  if (waiting.length === 0) return active.length === 0 ? { do: "end", state: "done" } : null;
  if (plan.state === "paused") return null;
  if (plan.surprise !== null) return { do: "pause", because: plan.surprise, back: null };
  return begun(waiting, active, plan);
}

/** What an active step comes to by what is seen of its host. */
function followed(step: StepFacts, plan: WorkPlanState): PlanMove | null {
  const { stepId, hostName, host, enter, leave } = step;
  const standsBy = host === "Maintenance";
  const mayLeave = allowedToLeave(host).allowed;
  if (step.state === "evacuating") {
    if (enter === null) return { do: "enter", stepId };
    if (enter.state === "failed" || enter.state === "cancelled")
      return pauseFor(`${hostName} could not be put into maintenance. ${enter.because ?? ""}`, stepId, "waiting");
    if (plan === "cancelling" && mayLeave) return { do: "leave", stepId };
    if (standsBy) return { do: "set", stepId, state: "ready" };
    if (enter.state === "succeeded" && HOST_STANDING[host] === "serves")
      return pauseFor(`Somebody called the maintenance of ${hostName} off.`, stepId, "waiting");
    return null;
  }
  if (step.state === "ready") {
    if (plan === "cancelling") return { do: "leave", stepId };
    // Ended on the page of its pair: the plan follows, and asks for nothing.
    return HOST_STANDING[host] === "serves" ? { do: "set", stepId, state: "returning" } : null;
  }
  if (step.state !== "returning") return null;
  if (mayLeave && leave === null) return { do: "leave", stepId };
  if (mayLeave && (leave?.state === "failed" || leave?.state === "cancelled"))
    return pauseFor(`${hostName} could not be taken back. ${leave?.because ?? ""}`, stepId, "ready");
  const isBack = HOST_STANDING[host] === "serves" && !mayLeave && leave?.state !== "running";
  return isBack && step.unsoundBecause === null ? { do: "set", stepId, state: "done" } : null;
}

const pauseFor = (because: string, stepId: string, state: WorkStepState): PlanMove => ({
  do: "pause",
  because: because.trim(),
  back: { stepId, state },
});

/** Why a plan begins no host now though nothing is wrong; null where it could, or waits for a person or for a host. */
export function planWaits({ steps, waitsBecause }: Pick<PlanFacts, "steps" | "waitsBecause">): string | null {
  if (waitsBecause !== null) return waitsBecause;
  if (steps.some(({ state }) => isStepActive(state))) return null;
  const waiting = steps.filter(({ state }) => state === "waiting");
  return waiting.every((step) => step.waitsBecause !== null) ? (waiting[0]?.waitsBecause ?? null) : null;
}

/** The next host whose turn it is: its pair and its site have no other one away, and its machines' windows are open. */
function begun(waiting: readonly StepFacts[], active: readonly StepFacts[], plan: PlanFacts): PlanMove | null {
  if (active.length >= plan.atOnce || plan.waitsBecause !== null) return null;
  const next = waiting.find(
    ({ pairId, siteId, waitsBecause }) =>
      waitsBecause === null && !active.some((busy) => busy.pairId === pairId || busy.siteId === siteId),
  );
  if (!next) return null;
  const because = next.unsoundBecause ?? next.blockedBecause;
  if (because !== null) return { do: "pause", because: `${next.hostName} was not begun: ${because}`, back: null };
  return { do: "enter", stepId: next.stepId };
}
