import type { ActorDeed } from "../audit/deed";
import type { Environment } from "../environment";
import { changeAlarm } from "./change";
import type { AlarmVerbInput } from "./input";

/** Undo of an acknowledgement: nobody takes care any more. */
export const unacknowledgeAlarm = (environment: Environment, input: AlarmVerbInput, deed: ActorDeed) =>
  changeAlarm(
    environment,
    "alarm.unacknowledge",
    input,
    deed,
    () => ({ acknowledgedBy: null, acknowledgedAtMs: null }),
    (row) => `${deed.by.name} took back the acknowledgement of the alarm ${row.kind} on ${row.subjectName}.`,
  );
