import type { ObservedVm } from "./observed";

type RecoveryCopy = NonNullable<ObservedVm["recoveryCopy"]>;

/** How far the newest point is behind now. What may run writes on since that was told; only of what stands the lag stands too. */
export function recoveryLagNow(
  { instances }: Pick<ObservedVm, "instances">,
  { lagMs, lastPointAtMs, live }: RecoveryCopy,
  nowMs: number,
): number {
  const stands = [instances.a, instances.b].every((state) => state === null || state === "Stopped");
  return live || stands ? lagMs : Math.max(lagMs, nowMs - lastPointAtMs);
}
