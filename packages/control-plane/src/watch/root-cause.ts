import type { FaultKind } from "@v-available/domain/fault-kind";
import type { AlarmRecord, FaultRecord, Memory } from "./memory";
import { subjectKey } from "./memory";
import type { SubjectFacts } from "./subject";

/** What may be down for no fault of its own. */
const OF_LINKS: ReadonlySet<FaultKind> = new Set(["availability-link", "availability-links"]);

interface Raised {
  readonly kind: FaultKind;
  readonly subject: Pick<SubjectFacts, "kind" | "ref">;
  readonly pairId: string | null;
}

/** The failed switch that explains this, and its alarm; null where it stands for itself. */
export function rootCauseOf(
  { faults, alarms, fleet }: Memory,
  { kind, subject, pairId }: Raised,
): { fault: FaultRecord; alarm: AlarmRecord | undefined } | null {
  if (!OF_LINKS.has(kind)) return null;
  const link = subject.kind === "link" ? fleet.get("link", subject.ref)?.observed : undefined;
  for (const fault of faults.values()) {
    if (fault.kind !== "switch-failed" || fault.pairId !== pairId) continue;
    if (link && link.switchName !== fault.subjectName) continue;
    return { fault, alarm: alarms.get(subjectKey(fault.kind, { kind: fault.subjectKind, ref: fault.subjectRef })) };
  }
  return null;
}

/** Its alarm asks nobody for itself, and says what is to blame. */
export function explain(alarm: AlarmRecord, root: { fault: FaultRecord; alarm: AlarmRecord | undefined }): void {
  const because = `The cause is ${root.fault.subjectName}.`;
  alarm.effect = alarm.effect.endsWith(because) ? alarm.effect : `${alarm.effect} ${because}`;
  alarm.causeEventId = root.alarm?.causeEventId ?? alarm.causeEventId;
  alarm.needsPerson = false;
  alarm.wanted = null;
}
