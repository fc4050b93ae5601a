import { isBegunStep, isOpenStep, ROLLOUT_LIMITS, type RolloutStepState } from "./rollout";
import type { RolloutLimits } from "./rollout-duration";

export interface TurnStep {
  readonly id: string;
  readonly machineId: string;
  readonly pairId: string;
  readonly wave: number;
  readonly place: number;
  readonly state: RolloutStepState;
}

export interface Turn<Step> {
  /** Those that may be begun now, in their order. */
  readonly next: readonly Step[];
  /** The wave that is under way; null where all are over. */
  readonly wave: number | null;
}

/**
 * Whose turn it is: a wave begins when all before it are over, at most so many are under way at once, in all and on each
 * pair, and never two of which one waits for the other.
 * @param mayBegin whether nothing on its pair or in the machine itself is against it now
 * @param dependent whether one of the two is to answer before the other is restarted
 * @param elsewhere what other rollouts have under way
 */
export function turnOf<Step extends TurnStep>(
  steps: readonly Step[],
  mayBegin: (step: Step) => boolean,
  dependent: (machineId: string, otherId: string) => boolean,
  elsewhere: readonly TurnStep[] = [],
  limits: RolloutLimits = ROLLOUT_LIMITS,
): Turn<Step> {
  const open = steps.filter(({ state }) => isOpenStep(state));
  if (open.length === 0) return { next: [], wave: null };
  const wave = Math.min(...open.map((step) => step.wave));
  const begun: TurnStep[] = [...open, ...elsewhere].filter(({ state }) => isBegunStep(state));
  const onPair = new Map<string, number>();
  for (const { pairId } of begun) onPair.set(pairId, (onPair.get(pairId) ?? 0) + 1);
  const next: Step[] = [];
  const waiting = open
    .filter((step) => step.state === "waiting" && step.wave === wave)
    .sort((one, other) => one.place - other.place);
  for (const step of waiting) {
    if (begun.length + next.length >= limits.atOnce) break;
    if ((onPair.get(step.pairId) ?? 0) >= limits.atOncePerPair) continue;
    if ([...begun, ...next].some(({ machineId }) => dependent(machineId, step.machineId))) continue;
    if (!mayBegin(step)) continue;
    onPair.set(step.pairId, (onPair.get(step.pairId) ?? 0) + 1);
    next.push(step);
  }
  return { next, wave };
}
