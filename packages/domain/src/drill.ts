import type * as z from "zod";
import type { Protection } from "./level";
import type { drillSchema, ObservedVm } from "./observed";
import { LEVEL_TARGETS, type Policy } from "./policy";
import type { VmProtection } from "./protection";
import { durationWords } from "./wording";

/** It never reaches a production network and never stops replication (S13): there is no field that could say so. */
export type Drill = z.infer<typeof drillSchema>;
export type RunningDrill = Extract<Drill, { state: "running" }>;
export type MeasuredDrill = Extract<Drill, { state: "measured" }>;

export type DrillMeasure = Pick<MeasuredDrill, "measuredRtoMs" | "measuredRpoMs">;
type Target = Pick<Policy, "targetRtoMs" | "targetRpoMs">;

/** What is promised of a machine that is copied elsewhere. */
export const drillTarget = ({ recovery }: Pick<Protection, "recovery">): Target => ({
  targetRtoMs: LEVEL_TARGETS["disaster-recovery"].targetRtoMs,
  targetRpoMs: recovery === "none" ? null : recovery.targetRpoMs,
});

export interface DrillVerdict {
  readonly passed: boolean;
  /** "It answered after 8 min, promised within 15 min. 12 s of writes were missing, promised at most 15 s." */
  readonly sentence: string;
}

/** What was measured against what is promised. Where nothing is promised nothing can be missed. */
export function drillVerdict(measured: DrillMeasure, target: Target): DrillVerdict {
  const within = (valueMs: number, limitMs: number | null) => limitMs === null || valueMs <= limitMs;
  const promise = (limitMs: number | null, bound: string) =>
    limitMs === null ? "nothing is promised" : `promised ${bound} ${durationWords(limitMs)}`;
  return {
    passed: within(measured.measuredRtoMs, target.targetRtoMs) && within(measured.measuredRpoMs, target.targetRpoMs),
    sentence:
      `It answered after ${durationWords(measured.measuredRtoMs)}, ${promise(target.targetRtoMs, "within")}. ` +
      `${durationWords(measured.measuredRpoMs)} of writes were missing, ${promise(target.targetRpoMs, "at most")}.`,
  };
}

/** What was stored by an older version has no drills. */
export const drillsOf = ({ recoveryCopy }: Pick<ObservedVm, "recoveryCopy">): readonly Drill[] =>
  recoveryCopy?.drills ?? [];

export const runningDrill = (vm: Pick<ObservedVm, "recoveryCopy">): RunningDrill | null =>
  drillsOf(vm).find((drill) => drill.state === "running") ?? null;

type Outcome = ({ readonly state: "measured" } & DrillMeasure) | { readonly state: "running" | "broken-off" };

/** The newest that kept what is promised; null where none did. */
export const lastProof = <One extends Outcome>(
  drills: readonly One[],
  target: Target,
): Extract<One, { state: "measured" }> | null =>
  drills.find(
    (drill): drill is Extract<One, { state: "measured" }> =>
      drill.state === "measured" && drillVerdict(drill, target).passed,
  ) ?? null;

const KEPT_DRILLS = 8;
/** The newest, and of those before them the last proof: it must not be forgotten for drills that proved nothing. */
export function keptDrills<One extends Outcome>(drills: readonly One[], target: Target): One[] {
  const newest = drills.slice(0, KEPT_DRILLS);
  const proof = lastProof(drills, target);
  return drills.filter((drill) => newest.includes(drill) || drill === proof);
}

/** What is in the way of a drill, or of ending one. */
export interface DrillObstacle {
  readonly reason: string;
  readonly value: string;
  readonly limit: string;
  readonly remedy: string;
}

/** A drill is no change of the machine: whether that runs, waits or is down does not matter to its copy. */
export function againstDrill(
  vm: ObservedVm,
  { state, power }: Pick<VmProtection, "state" | "power">,
): DrillObstacle | null {
  if (vm.declared.recovery === "none")
    return {
      reason: "It has no Disaster Recovery: there is no copy to start.",
      value: "none",
      limit: "a machine with Disaster Recovery",
      remedy: "Add Disaster Recovery to its level first.",
    };
  if (state === "Unknown")
    return {
      reason: "Not while its state is unknown: nobody could say how old the point is.",
      value: state,
      limit: "a pair that is heard",
      remedy: "Ask again when its pair is heard.",
    };
  if (power === "elsewhere")
    return {
      reason: "It is at the recovery site itself.",
      value: power,
      limit: "a machine at its pair",
      remedy: "Bring it back to its pair first.",
    };
  if (vm.recoveryCopy === null)
    return {
      reason: "Its first copy at the recovery site is not complete.",
      value: "no point",
      limit: "a complete point",
      remedy: "Wait for the first complete point.",
    };
  if (runningDrill(vm))
    return {
      reason: "A drill of it runs already.",
      value: "running",
      limit: "one drill at a time",
      remedy: "Wait for its end, or end it.",
    };
  return null;
}

export const againstEndingDrill = (vm: ObservedVm): DrillObstacle | null =>
  runningDrill(vm)
    ? null
    : {
        reason: "No drill of it runs.",
        value: "none",
        limit: "a drill that runs",
        remedy: "There is nothing to end.",
      };

/** "East started erp-db in a drill, and it answered. It answered after 8 min, promised within 15 min. …" */
export function drillSentence(
  { name, declared, recoveryCopy }: Pick<ObservedVm, "name" | "declared" | "recoveryCopy">,
  drill: Exclude<Drill, RunningDrill>,
): string {
  const site = recoveryCopy?.siteName ?? "the recovery site";
  if (drill.state === "broken-off")
    return `The drill of ${name} at ${site} was broken off and has proven nothing. ${drill.reason}`;
  const { passed, sentence } = drillVerdict(drill, drillTarget(declared));
  return `${name} started at ${site} in a drill, ${passed ? "as promised" : "and not as promised"}. ${sentence}`;
}

const DAY_MS = 86_400_000;

/** When the next proof is due; null where none is asked for. Only a drill that passed is a proof. */
export function drillDueAtMs(policy: Interval, protectedSinceMs: number, lastPassedAtMs: number | null): number | null {
  if (policy.drillEveryDays === null) return null;
  // The first one belongs to the way up: without it nobody knows whether the copy starts at all.
  return lastPassedAtMs === null ? protectedSinceMs : lastPassedAtMs + policy.drillEveryDays * DAY_MS;
}

type Interval = Pick<Policy, "drillEveryDays">;

export type DrillStanding =
  /** Nobody has seen it start as promised. */
  | { readonly is: "unproven"; readonly proof: null; readonly dueAtMs: null }
  | { readonly is: "due"; readonly proof: MeasuredDrill; readonly dueAtMs: number }
  /** No moment where its policy asks for no further drill. */
  | { readonly is: "proven"; readonly proof: MeasuredDrill; readonly dueAtMs: number | null };

/** What a copy at a recovery site is worth as a proof now, by the interval that the machine's own policy asks for. */
export function drillStandingOf(
  vm: Pick<ObservedVm, "declared" | "recoveryCopy">,
  interval: Interval,
  nowMs: number,
): DrillStanding {
  const proof = lastProof(drillsOf(vm), drillTarget(vm.declared));
  if (proof === null) return { is: "unproven", proof, dueAtMs: null };
  const dueAtMs = drillDueAtMs(interval, proof.endedAtMs, proof.endedAtMs);
  return dueAtMs !== null && nowMs >= dueAtMs ? { is: "due", proof, dueAtMs } : { is: "proven", proof, dueAtMs };
}

/** A proof is as old as that: the copy has been filled ever since, and nobody has seen it start. */
export const isDrillDue = (
  { endedAtMs }: Pick<MeasuredDrill, "endedAtMs">,
  interval: Interval,
  nowMs: number,
): boolean => {
  const dueAtMs = drillDueAtMs(interval, endedAtMs, endedAtMs);
  return dueAtMs !== null && nowMs >= dueAtMs;
};
