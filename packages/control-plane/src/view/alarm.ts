import type { FaultKind } from "@v-available/domain/fault-kind";
import type { OperatorState, Severity } from "@v-available/domain/state";
import type { EventRow } from "./event";
import type { Reference } from "./headline";
import type { IncidentView } from "./incident";

export const SUBJECT_KINDS = [
  "site",
  "pair",
  "host",
  "link",
  "witness",
  "vm",
  "component",
  "adapter",
  "policy",
  "work-plan",
] as const;
export type SubjectKind = (typeof SUBJECT_KINDS)[number];

/** What an alarm or an event is about, named as people know it. */
export interface Subject {
  readonly kind: SubjectKind;
  /** Id of its page; null for a component or a thing that is gone. */
  readonly id: string | null;
  readonly name: string;
}

/** An alarm in the table: one per fault kind and subject. */
export interface AlarmRow {
  readonly id: string;
  readonly revision: number;
  readonly kind: FaultKind;
  /** The kind in words: "Disk failed". */
  readonly label: string;
  readonly severity: Severity;
  readonly subject: Subject;
  readonly pair: Reference | null;
  readonly site: Reference | null;
  /** The latest sentence about it: "3 machines run on one copy." */
  readonly effect: string;
  readonly openedAtMs: number;
  /** When the condition was gone; the alarm stands on for the hold-off of its kind. */
  readonly goneAtMs: number | null;
  readonly clearedAtMs: number | null;
  readonly operatorState: OperatorState;
  readonly acknowledgedBy: string | null;
  readonly acknowledgedAtMs: number | null;
  readonly shelvedUntilMs: number | null;
  /** True where somebody has to do something. */
  readonly needsPerson: boolean;
  /** What that is: "Replace the disk." Null where nobody is needed. */
  readonly wanted: string | null;
  readonly incidentId: string | null;
  readonly machineCount: number;
  /** Why whoever asks may not handle it; null where they may. */
  readonly forbiddenBecause: string | null;
}

/** The diagnosis behind an alarm. */
export interface FaultRow {
  readonly id: string;
  readonly revision: number;
  readonly kind: FaultKind;
  readonly subject: Subject;
  readonly openedAtMs: number;
  readonly closedAtMs: number | null;
  /** True for the fault that the others of its incident follow from. */
  readonly root: boolean;
  readonly evidence: string;
}

/** The rule of who survives that fired, with what the hosts said. */
export interface RuleView {
  /** The name as recorded: "disk-failed". */
  readonly name: string;
  readonly sentence: string;
  readonly conditions: readonly { readonly text: string; readonly found: string }[];
  /** "Then: detach, serve from the partner; replaced → full resync." */
  readonly response: string;
}

/** The page of an alarm. */
export interface AlarmView extends AlarmRow {
  readonly faults: readonly FaultRow[];
  readonly incident: IncidentView | null;
  readonly rule: RuleView | null;
  /** Events of its incident, oldest first. */
  readonly evidence: readonly EventRow[];
  /** First and last sequence of the evidence, and whether the chain between them was verified. */
  readonly chain: { readonly from: number; readonly to: number; readonly verified: boolean } | null;
  readonly machines: readonly Reference[];
  /** Null where it may be acknowledged; else the reason. */
  readonly acknowledgeRefusedBecause: string | null;
  readonly unacknowledgeRefusedBecause: string | null;
  readonly shelveRefusedBecause: string | null;
  readonly closeRefusedBecause: string | null;
}
