import type { ObservedTask } from "@v-available/domain/observed";
import type { RefusalDetail } from "@v-available/domain/refusal";

export type Going = Pick<ObservedTask, "step" | "progressRatio" | "etaAtMs">;
/** How far a task is; a refusal says why it never will be. */
export type Progress = Going | "done" | "cancelled" | RefusalDetail;

export const going = (step: string, progressRatio = 0, etaAtMs: number | null = null): Going => ({
  step,
  progressRatio,
  etaAtMs,
});
