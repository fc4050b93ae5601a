import type { RefusalDetail } from "@v-available/domain/refusal";
import type { TaskState } from "@v-available/domain/state";
import type { Reference } from "./headline";

/** An intent being carried out. */
export interface TaskView {
  readonly id: string;
  readonly revision: number;
  /** The idempotency key the browser made. */
  readonly taskKey: string;
  /** "vm.protect" … */
  readonly kind: string;
  /** "Protect erp-db at Fault Tolerance". */
  readonly title: string;
  readonly machine: Reference | null;
  readonly state: TaskState;
  readonly step: string;
  readonly progressRatio: number;
  readonly etaAtMs: number | null;
  readonly refusal: RefusalDetail | null;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  readonly startedBy: string;
}
