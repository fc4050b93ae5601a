import { FAULTS } from "./fault";
import type { FaultKind } from "./fault-kind";
import type { Severity } from "./state";

interface AlarmBase {
  readonly id: string;
  /** One alarm for a kind and a resource: the pair of both is its identity (RFC 8632). */
  readonly kind: FaultKind;
  readonly subject: { readonly kind: string; readonly ref: string };
  readonly severity: Severity;
  readonly openedAtMs: number;
  readonly incidentId: string | null;
}

/** Clearing is a flag of the condition; the operator state is what a person did. They are apart. */
export type AlarmCondition = { readonly cleared: false } | { readonly cleared: true; readonly clearedAtMs: number };
export type AlarmOperator =
  | { readonly operatorState: "none" }
  | { readonly operatorState: "acknowledged"; readonly by: string; readonly atMs: number }
  /** A shelf always expires. */
  | { readonly operatorState: "shelved"; readonly by: string; readonly atMs: number; readonly untilMs: number }
  | { readonly operatorState: "closed"; readonly by: string; readonly atMs: number };
export type Alarm = AlarmBase & AlarmCondition & AlarmOperator;

/** Whether it still asks for somebody: open, not handled, and of a kind that needs a person. */
export function needsPerson(alarm: Alarm, nowMs: number): boolean {
  if (alarm.cleared || FAULTS[alarm.kind].person === null) return false;
  if (alarm.operatorState === "shelved") return nowMs >= alarm.untilMs;
  return alarm.operatorState !== "closed";
}

/** May it clear now? Only when the condition is gone for its hold-off and redundancy is verified. */
export function mayClear(
  kind: FaultKind,
  facts: { conditionGoneSinceMs: number | null; redundancyVerified: boolean; nowMs: number },
): boolean {
  return (
    facts.conditionGoneSinceMs !== null &&
    facts.redundancyVerified &&
    facts.nowMs - facts.conditionGoneSinceMs >= FAULTS[kind].clearHoldOffMs
  );
}

const ORDER: Readonly<Record<Severity, number>> = { critical: 0, major: 1, minor: 2, warning: 3, indeterminate: 4 };
/** For sorting: the most severe first. */
export const bySeverity = (one: Severity, two: Severity): number => ORDER[one] - ORDER[two];
export const worstSeverity = (severities: readonly Severity[]): Severity | null =>
  [...severities].sort(bySeverity)[0] ?? null;
