import type { ActorDeed } from "../audit/deed";
import type { Environment } from "../environment";
import { changeAlarm } from "./change";
import type { AlarmVerbInput } from "./input";

/** Somebody has seen it and takes care. */
export const acknowledgeAlarm = (environment: Environment, input: AlarmVerbInput, deed: ActorDeed) =>
  changeAlarm(
    environment,
    "alarm.acknowledge",
    input,
    deed,
    (nowMs) => ({ acknowledgedBy: deed.by.name, acknowledgedAtMs: nowMs }),
    (row) => `${deed.by.name} acknowledged the alarm ${row.kind} on ${row.subjectName}.`,
  );
