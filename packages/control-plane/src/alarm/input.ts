import * as z from "zod";

export const alarmInput = z.object({ alarmId: z.uuid() });
/** `revision` is the one the person saw: a change in between is a conflict, not an overwrite. */
export const alarmVerbInput = z.object({ alarmId: z.uuid(), revision: z.int().nonnegative().optional() });
/** A shelf always ends. */
export const shelveAlarmInput = alarmVerbInput.extend({ untilMs: z.int().positive() });
export const alarmListInput = z
  .object({
    /** Cleared alarms older than this many are left out. */
    limit: z.int().min(1).max(1_000).default(300),
    includeCleared: z.boolean().default(true),
  })
  .prefault({});
export type AlarmVerbInput = z.infer<typeof alarmVerbInput>;
export type ShelveAlarmInput = z.infer<typeof shelveAlarmInput>;
export type AlarmListInput = z.infer<typeof alarmListInput>;
