import type { ObservedTask } from "@v-available/domain/observed";
import type { RefusalDetail } from "@v-available/domain/refusal";

/** How far a task is; a refusal says why it never will be. */
export type Progress = Pick<ObservedTask, "step" | "progressRatio" | "etaAtMs"> | "done" | "cancelled" | RefusalDetail;

export const going = (step: string, progressRatio = 0, etaAtMs: number | null = null): Progress => ({
  step,
  progressRatio,
  etaAtMs,
});
