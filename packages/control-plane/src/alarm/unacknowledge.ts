import type { Actor } from "../desk";
import type { Environment } from "../environment";
import { changeAlarm } from "./change";
import type { AlarmVerbInput } from "./input";

/** Undo of an acknowledgement: nobody takes care any more. */
export const unacknowledgeAlarm = (environment: Environment, input: AlarmVerbInput, actor: Actor) =>
  changeAlarm(
    environment,
    "alarm.unacknowledge",
    input,
    actor,
    () => ({ acknowledgedBy: null, acknowledgedAtMs: null }),
    (row) => `${actor.name} took back the acknowledgement of the alarm ${row.kind} on ${row.subjectName}.`,
  );
