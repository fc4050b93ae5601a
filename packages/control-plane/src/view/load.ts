import type { FaultKind } from "@v-available/domain/fault-kind";
import type { Measure, Range } from "@v-available/domain/load-history";
import type { Severity } from "@v-available/domain/state";

/** A fault of the machine or of its pair, while it was open. */
export interface FaultMark {
  readonly id: string;
  readonly kind: FaultKind;
  /** The kind in words: "Disk failed". */
  readonly label: string;
  readonly severity: Severity;
  readonly subjectName: string;
  readonly openedAtMs: number;
  readonly closedAtMs: number | null;
}

/** The load of a machine over a time, in equal steps. */
export interface MachineLoadView {
  readonly range: Range;
  readonly stepMs: number;
  /** Where the first step begins and the last one ends. */
  readonly fromMs: number;
  readonly endMs: number;
  /** Null where it was not measured, or there was nothing to measure. */
  readonly series: Readonly<Record<Measure, readonly (number | null)[]>>;
  /** Steps that begin before this were not measured but worked out by the backend; null where all were measured. */
  readonly modelledUntilMs: number | null;
  /** The newest hundred that were open in this time, newest first. */
  readonly faults: readonly FaultMark[];
}
