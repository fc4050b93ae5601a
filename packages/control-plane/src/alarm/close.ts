import type { Actor } from "../desk";
import type { Environment } from "../environment";
import { changeAlarm } from "./change";
import type { AlarmVerbInput } from "./input";

/** Its condition is gone, and nobody has anything left to do about it. */
export const closeAlarm = (environment: Environment, input: AlarmVerbInput, actor: Actor) =>
  changeAlarm(
    environment,
    "alarm.close",
    input,
    actor,
    () => ({ shelvedUntilMs: null }),
    (row) => `${actor.name} closed the alarm ${row.kind} on ${row.subjectName}.`,
  );
