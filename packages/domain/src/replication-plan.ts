import { DEFAULT_TARGET_RPO_MS } from "./level";
import { RECOVERY_CHECKPOINT_MS } from "./timing";

/** An asynchronous copy, from its beginning to the first proof that it can be used (domain contract §5). */
export const REPLICATION_PHASES = ["seeding", "journaling", "checkpointed", "drilled"] as const;
export type ReplicationPhase = (typeof REPLICATION_PHASES)[number];

interface ReplicationPlanBase {
  readonly id: string;
  readonly vmId: string;
  readonly recoverySiteId: string;
  readonly targetRpoMs: number;
  readonly checkpointEveryMs: number;
}
/** Where the copy of one machine goes, and how far it is. What is not yet so has no field for it. */
export type ReplicationPlan = ReplicationPlanBase &
  (
    | { readonly phase: "seeding"; readonly copiedBytes: number; readonly totalBytes: number }
    | { readonly phase: "journaling"; readonly sinceMs: number }
    | { readonly phase: "checkpointed"; readonly lastPointAtMs: number }
    | { readonly phase: "drilled"; readonly lastPointAtMs: number; readonly lastDrillId: string }
  );

export const PLAN_DEFAULTS = {
  targetRpoMs: DEFAULT_TARGET_RPO_MS,
  checkpointEveryMs: RECOVERY_CHECKPOINT_MS,
} as const satisfies Partial<ReplicationPlanBase>;

/** The moment that the machine would be set back to; null while there is no consistent point to start it from. */
export const recoveryPointOf = (plan: ReplicationPlan): number | null =>
  plan.phase === "checkpointed" || plan.phase === "drilled" ? plan.lastPointAtMs : null;

/** A copy this many times later than its target raises an alarm: 60 s for 15 s (†). */
const RPO_ALARM_FACTOR = 4;

export type RpoStanding = "met" | "missed" | "alarm";
export function rpoStanding(lagMs: number, targetRpoMs: number): RpoStanding {
  if (lagMs <= targetRpoMs) return "met";
  return lagMs > RPO_ALARM_FACTOR * targetRpoMs ? "alarm" : "missed";
}
