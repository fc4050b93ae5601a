import type { RefusalDetail } from "./refusal";

interface TaskBase {
  /** Made by the caller: the same key again is the same task and does nothing twice (S11). */
  readonly key: string;
  readonly kind: string;
  readonly subject: { readonly kind: string; readonly id: string | null; readonly name: string };
  readonly askedBy: string;
  readonly askedAtMs: number;
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

export const isOver = (task: Pick<Task, "state">): boolean => task.state !== "running";
