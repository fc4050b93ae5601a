import type { ObservedVm } from "./observed";
import type { InstanceState } from "./state";

const WRITES_NOTHING: ReadonlySet<InstanceState | null> = new Set([null, "Stopped", "Crashed", "CrashedMtbfExceeded"]);

type RecoveryCopy = NonNullable<ObservedVm["recoveryCopy"]>;

/** How far the newest point is behind now. What may run writes on since that was told; only of what stands the lag stands too. */
export function recoveryLagNow(
  { instances }: Pick<ObservedVm, "instances">,
  { lagMs, lastPointAtMs, live }: RecoveryCopy,
  nowMs: number,
): number {
  const stands = [instances.a, instances.b].every((state) => WRITES_NOTHING.has(state));
  return live || stands ? lagMs : Math.max(lagMs, nowMs - lastPointAtMs);
}

export interface RecoveryPoint {
  readonly atMs: number;
  /** What the machine wrote for so long is given up with it. */
  readonly behindMs: number;
}

/** The moments that the machine could be set back to, newest first. */
export function recoveryPoints(vm: ObservedVm, nowMs: number): readonly RecoveryPoint[] {
  const { recoveryCopy } = vm;
  if (recoveryCopy === null) return [];
  // What was stored by an older version has none.
  const { lastPointAtMs, earlierPointsAtMs = [] } = recoveryCopy;
  const lagMs = recoveryLagNow(vm, recoveryCopy, nowMs);
  return [lastPointAtMs, ...earlierPointsAtMs].map((atMs) => ({ atMs, behindMs: lagMs + lastPointAtMs - atMs }));
}

/** Its newest where none is named; null where that one is not there, or not any more. */
export const recoveryPointAt = (points: readonly RecoveryPoint[], atMs: number | undefined): RecoveryPoint | null =>
  (atMs === undefined ? points[0] : points.find((point) => point.atMs === atMs)) ?? null;
