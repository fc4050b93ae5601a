import type { Finding } from "./finding";
import type { RefusalDetail } from "./refusal";

interface TaskBase {
  /** Made by the caller: the same key again is the same task and does nothing twice (S11). */
  readonly key: string;
  readonly kind: string;
  readonly subject: { readonly kind: string; readonly id: string | null; readonly name: string };
  readonly askedBy: string;
  readonly askedAtMs: number;
  /** What admission answered before anything was done. */
  readonly precheck: readonly Finding[];
  /** What is done in turn, as plain phrases. */
  readonly steps: readonly string[];
  /** What has not ended by then is ended as failed: every task ends. */
  readonly deadlineAtMs: number;
}

/** An intent being carried out. Only a failed one has a refusal; only a finished one has an end. */
export type Task = TaskBase &
  (
    | {
        readonly state: "running";
        readonly step: string;
        readonly progressRatio: number;
        readonly etaAtMs: number | null;
      }
    | { readonly state: "succeeded"; readonly endedAtMs: number }
    | { readonly state: "failed"; readonly endedAtMs: number; readonly refusal: RefusalDetail }
    | { readonly state: "cancelled"; readonly endedAtMs: number }
  );

/** To be ended as failed, since it did not end by itself in time. */
export const isOverdue = (task: Pick<Task, "state" | "deadlineAtMs">, nowMs: number): boolean =>
  !isOver(task) && nowMs >= task.deadlineAtMs;

export const isOver = (task: Pick<Task, "state">): boolean => task.state !== "running";
