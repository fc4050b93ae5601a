import type { Policy } from "./policy";
import { durationWords } from "./wording";

interface DrillBase {
  readonly id: string;
  readonly planId: string;
  readonly startedBy: string;
  readonly startedAtMs: number;
  /** There is no other: a drill never reaches production networks (S13). */
  readonly network: "isolated";
  /** Nor does it stop replication: the point it starts from is a copy of its own (S13). */
  readonly replication: "goes-on";
}
/** A proof that a recovery copy starts, with what it took. Only one that came to its end has measured anything. */
export type Drill = DrillBase &
  (
    | { readonly state: "running"; readonly step: string }
    | ({ readonly state: "measured"; readonly endedAtMs: number } & DrillMeasure)
    | { readonly state: "broken-off"; readonly endedAtMs: number; readonly reason: string }
  );

export interface DrillMeasure {
  /** From the declaration to the first answer of the application. */
  readonly measuredRtoMs: number;
  /** By how much the point that it started from was behind the last acknowledged write. */
  readonly measuredRpoMs: number;
}

export interface DrillVerdict {
  readonly passed: boolean;
  /** "It answered after 8 min, promised within 15 min. 12 s of writes were missing, promised at most 15 s." */
  readonly sentence: string;
}

/** What was measured against what is promised. Where nothing is promised nothing can be missed. */
export function drillVerdict(
  measured: DrillMeasure,
  target: Pick<Policy, "targetRtoMs" | "targetRpoMs">,
): DrillVerdict {
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

const DAY_MS = 86_400_000;

/** When the next proof is due; null where none is asked for. Only a drill that passed is a proof. */
export function drillDueAtMs(
  policy: Pick<Policy, "drillEveryDays">,
  protectedSinceMs: number,
  lastPassedAtMs: number | null,
): number | null {
  if (policy.drillEveryDays === null) return null;
  // The first one belongs to the way up: without it nobody knows whether the copy starts at all.
  return lastPassedAtMs === null ? protectedSinceMs : lastPassedAtMs + policy.drillEveryDays * DAY_MS;
}
