import type { ActorDeed } from "../audit/deed";
import type { Environment } from "../environment";
import { changeAlarm } from "./change";
import type { AlarmVerbInput } from "./input";

/** Its condition is gone, and nobody has anything left to do about it. */
export const closeAlarm = (environment: Environment, input: AlarmVerbInput, deed: ActorDeed) =>
  changeAlarm(
    environment,
    "alarm.close",
    input,
    deed,
    () => ({ shelvedUntilMs: null }),
    (row) => `${deed.by.name} closed the alarm ${row.kind} on ${row.subjectName}.`,
  );
