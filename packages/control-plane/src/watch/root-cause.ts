import type { FaultKind } from "@v-available/domain/fault-kind";
import type { AlarmRecord, FaultRecord, Memory } from "./memory";
import { subjectKey } from "./memory";
import { lostSiteOf } from "./site-incident";
import type { SubjectFacts } from "./subject";

/** What may be down, or late, for no fault of its own. */
const OF_LINKS: ReadonlySet<FaultKind> = new Set(["availability-link", "availability-links"]);
const OF_COPIES: ReadonlySet<FaultKind> = new Set(["replication-lag", "journal-full"]);

interface Raised {
  readonly kind: FaultKind;
  readonly subject: Pick<SubjectFacts, "kind" | "ref">;
  readonly pairId: string | null;
  readonly incidentId: string | null;
}

/** The lost site, failed switch or WAN that explains this, and its alarm; null where it stands for itself. */
export function rootCauseOf(
  memory: Memory,
  raised: Raised,
): { fault: FaultRecord; alarm: AlarmRecord | undefined } | null {
  const fault = lostSiteOf(memory, raised) ?? failedSwitchOf(memory, raised) ?? wayOfCopies(memory, raised);
  if (!fault) return null;
  const alarm = memory.alarms.get(subjectKey(fault.kind, { kind: fault.subjectKind, ref: fault.subjectRef }));
  return { fault, alarm };
}

function failedSwitchOf({ faults, fleet }: Memory, { kind, subject, pairId }: Raised): FaultRecord | undefined {
  if (!OF_LINKS.has(kind)) return undefined;
  const link = subject.kind === "link" ? fleet.get("link", subject.ref)?.observed : undefined;
  return [...faults.values()].find(
    (fault) =>
      fault.kind === "switch-failed" && fault.pairId === pairId && (!link || link.switchName === fault.subjectName),
  );
}

/** The line to the recovery site, or that site itself. */
function wayOfCopies({ faults, fleet }: Memory, { kind, pairId }: Raised): FaultRecord | undefined {
  if (!OF_COPIES.has(kind)) return undefined;
  const pair = fleet.all("pair").find(({ id }) => id === pairId)?.observed;
  return [...faults.values()].find(
    (fault) =>
      (fault.kind === "wan-down" && fault.pairId === pairId) ||
      (fault.subjectKind === "site" && fault.subjectName === pair?.recoveryTarget?.siteName),
  );
}

/** Its alarm asks nobody for itself, and says what is to blame. */
export function explain(alarm: AlarmRecord, root: { fault: FaultRecord; alarm: AlarmRecord | undefined }): void {
  const because = `The cause is ${root.fault.subjectName}.`;
  alarm.effect = alarm.effect.endsWith(because) ? alarm.effect : `${alarm.effect} ${because}`;
  alarm.causeEventId = root.alarm?.causeEventId ?? alarm.causeEventId;
  alarm.needsPerson = false;
  alarm.wanted = null;
}
