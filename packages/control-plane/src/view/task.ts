import type { SubjectKind } from "@v-available/db/schema/column";
import type { RefusalDetail } from "@v-available/domain/refusal";
import type { TaskState } from "@v-available/domain/state";

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
  /** Its id is null while it is being made. */
  readonly subject: { readonly kind: SubjectKind; readonly id: string | null; readonly name: string };
  readonly state: TaskState;
  readonly step: string;
  readonly progressRatio: number;
  readonly etaAtMs: number | null;
  readonly refusal: RefusalDetail | null;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  readonly startedBy: string;
}
