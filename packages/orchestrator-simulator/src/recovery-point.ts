import { type Sim, wallMs } from "./sim";
import type { SimPoint, SimRecovery } from "./world/recovery";

/** The older points are, the farther apart are those that are kept: each is the first of its stretch. */
const KEPT = [
  { youngerThanMs: 30_000, apartMs: 1 },
  { youngerThanMs: 600_000, apartMs: 60_000 },
  { youngerThanMs: 21_600_000, apartMs: 3_600_000 },
] as const;

export const pointsOf = ({ point, earlier = [] }: Pick<SimRecovery, "point" | "earlier">): SimPoint[] =>
  point ? [point, ...earlier] : [];

/** @param points newest first */
export function keptPoints(points: readonly SimPoint[], newestAtMs: number): SimPoint[] {
  const stretchOf = ({ takenAtMs }: SimPoint): string | null => {
    const tier = KEPT.find(({ youngerThanMs }) => newestAtMs - takenAtMs < youngerThanMs);
    return tier ? `${tier.apartMs} ${Math.floor(takenAtMs / tier.apartMs)}` : null;
  };
  return points.filter((point, index) => {
    const stretch = stretchOf(point);
    const older = points[index + 1];
    return stretch !== null && (older === undefined || stretchOf(older) !== stretch);
  });
}

/** By the wall clock, as people were told of it; the newest where none is named. */
export const pointAt = (sim: Sim, recovery: SimRecovery, atMs: number | undefined): SimPoint | null =>
  (atMs === undefined
    ? recovery.point
    : pointsOf(recovery).find(({ takenAtMs }) => wallMs(sim.world, takenAtMs) === atMs)) ?? null;
