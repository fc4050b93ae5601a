import { Refusal } from "@v-available/domain/refusal";
import { durationWords } from "@v-available/domain/wording";
import type { ActorDeed } from "../audit/deed";
import type { Environment } from "../environment";
import { changeAlarm } from "./change";
import type { AlarmVerbInput, ShelveAlarmInput } from "./input";

const HOUR_MS = 3_600_000;
/** Whoever puts it away for longer than this has not decided when to look again. */
const SHELVED_AT_MOST_MS = 31 * 24 * HOUR_MS;

/** Not now: it asks nobody until the shelf ends. */
export function shelveAlarm(environment: Environment, input: ShelveAlarmInput, deed: ActorDeed) {
  const { untilMs } = input;
  return changeAlarm(
    environment,
    "alarm.shelve",
    input,
    deed,
    (nowMs) => {
      refuseUnlessAhead(untilMs, nowMs);
      return { shelvedUntilMs: untilMs, acknowledgedBy: null, acknowledgedAtMs: null };
    },
    (row, nowMs) =>
      `${deed.by.name} shelved the alarm ${row.kind} on ${row.subjectName} for ${durationWords(untilMs - nowMs)}.`,
  );
}

/** It asks again, before the shelf has ended. */
export const unshelveAlarm = (environment: Environment, input: AlarmVerbInput, deed: ActorDeed) =>
  changeAlarm(
    environment,
    "alarm.unshelve",
    input,
    deed,
    () => ({ shelvedUntilMs: null }),
    (row) => `${deed.by.name} took the alarm ${row.kind} on ${row.subjectName} off the shelf.`,
  );

function refuseUnlessAhead(untilMs: number, nowMs: number): void {
  const late = untilMs > nowMs + SHELVED_AT_MOST_MS;
  if (!late && untilMs > nowMs) return;
  throw new Refusal({
    code: "invalid",
    message: late
      ? "The alarm was not shelved: a shelf ends within 31 days."
      : "The alarm was not shelved: the end of its shelf has passed.",
    field: "untilMs",
    value: untilMs,
    limit: late ? "at most 31 days from now" : "later than now",
    remedy: late ? "Choose an earlier end, and shelve it again then." : "Choose an end that is still to come.",
  });
}
