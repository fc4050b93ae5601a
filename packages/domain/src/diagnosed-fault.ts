import type { FaultKind } from "./fault-kind";
import type { Severity } from "./state";
import { type Verdict, verdict } from "./verdict";
import { listWords } from "./wording";

interface DiagnosedFaultBase {
  readonly id: string;
  readonly kind: FaultKind;
  readonly severity: Severity;
  readonly subject: { readonly kind: string; readonly ref: string };
  /** The fault that this one follows from; null where it is a root itself. */
  readonly rootFaultId: string | null;
  readonly openedAtMs: number;
  /** What was seen, as a sentence. */
  readonly evidence: string;
}
/** Our diagnosis: what is wrong, of what it follows, and since when. */
export type DiagnosedFault = DiagnosedFaultBase &
  ({ readonly open: true } | { readonly open: false; readonly closedAtMs: number });

/** Open causes that follow from no other open one. */
export function openRoots(faults: readonly DiagnosedFault[]): readonly DiagnosedFault[] {
  const open = new Set(faults.filter((fault) => fault.open).map(({ id }) => id));
  return faults.filter((fault) => fault.open && (fault.rootFaultId === null || !open.has(fault.rootFaultId)));
}

/** Nothing is done automatically with more than one unexplained root cause (domain contract §7). */
export function mayActOn(faults: readonly DiagnosedFault[]): Verdict {
  const roots = openRoots(faults);
  return roots.length < 2
    ? { allowed: true }
    : verdict(`Not with ${roots.length} causes at once: ${listWords(roots.map(({ kind }) => kind))}.`);
}
