import type { Queryable } from "@v-available/db/database";
import { alarm } from "@v-available/db/schema/alarm";
import { bySeverity } from "@v-available/domain/alarm";
import { desc, isNotNull } from "drizzle-orm";
import { type TakePicture, takePicture } from "../query/picture";
import type { AlarmRow } from "../view/alarm";
import type { AlarmListInput } from "./input";
import { alarmRow } from "./row";

/** Those that stand, the worst first; then the history, the newest first. */
export async function listAlarms(
  db: Queryable,
  nowMs: number,
  input: AlarmListInput,
  take: TakePicture = takePicture,
): Promise<AlarmRow[]> {
  const picture = await take(db, nowMs);
  const standing = [...picture.openAlarms].sort(
    (a, b) => bySeverity(a.severity, b.severity) || b.openedAtMs - a.openedAtMs,
  );
  const cleared = input.includeCleared
    ? await db
        .select()
        .from(alarm)
        .where(isNotNull(alarm.clearedAtMs))
        .orderBy(desc(alarm.openedAtMs))
        .limit(input.limit)
    : [];
  return [...standing, ...cleared].slice(0, input.limit).map((row) => alarmRow(row, picture));
}
