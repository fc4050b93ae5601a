import { task } from "@v-available/db/schema/task";
import type { HostRecord } from "@v-available/domain/observed";
import { and, desc, eq, gte, inArray, or } from "drizzle-orm";
import type { DiagnosisContext } from "./diagnosis";

/** What a person asked for goes on for a moment after its task has ended. */
const GOES_ON_MS = 5_000;

/** What a host's record follows from where no earlier event of its incident says so: what a person asked for, else what is wrong with the pair. */
export async function causeOutside(
  { memory: { fleet, alarms }, writer, adapter }: DiagnosisContext,
  record: HostRecord,
  pairId: string | null,
): Promise<string | null> {
  const machines = record.vmRefs.flatMap((ref) => fleet.get("vm", ref)?.observed.name ?? []);
  const hosts = Object.values(fleet.get("pair", record.pairRef)?.observed.hostRefs ?? {});
  const [asked] = await writer.db
    .select({ eventId: task.askedEventId })
    .from(task)
    .where(
      and(
        eq(task.adapter, adapter),
        or(
          and(eq(task.subjectKind, "vm"), inArray(task.subjectName, machines)),
          and(eq(task.subjectKind, "host"), inArray(task.subjectRef, hosts)),
        ),
        or(eq(task.state, "running"), gte(task.endedAtMs, record.atMs - GOES_ON_MS)),
      ),
    )
    .orderBy(desc(task.startedAtMs))
    .limit(1);
  if (asked) return asked.eventId;
  const standing = [...alarms.values()].filter((alarm) => alarm.pairId === pairId);
  return standing.sort((one, other) => other.openedAtMs - one.openedAtMs)[0]?.causeEventId ?? null;
}
