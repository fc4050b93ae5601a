import type { Actor } from "../desk";
import type { Environment } from "../environment";
import { changeAlarm } from "./change";
import type { AlarmVerbInput } from "./input";

/** Somebody has seen it and takes care. */
export const acknowledgeAlarm = (environment: Environment, input: AlarmVerbInput, actor: Actor) =>
  changeAlarm(
    environment,
    "alarm.acknowledge",
    input,
    actor,
    (nowMs) => ({ acknowledgedBy: actor.name, acknowledgedAtMs: nowMs }),
    (row) => `${actor.name} acknowledged the alarm ${row.kind} on ${row.subjectName}.`,
  );
