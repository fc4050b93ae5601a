import type { OperatorState } from "./state";
import { type Answer, type Verdict, verdict } from "./verdict";

/** What an operator does with an alarm. Clearing is not an action: only the condition clears an alarm. */

export const ALARM_ACTIONS = [
  "alarm.acknowledge",
  "alarm.unacknowledge",
  "alarm.shelve",
  "alarm.unshelve",
  "alarm.close",
] as const;
export type AlarmAction = (typeof ALARM_ACTIONS)[number];
export type AlarmStanding = `${"open" | "cleared"}-${OperatorState}`;

const CLOSED = "It is closed.";
const CLEARED = "Its condition is gone already.";
const NOT_CLEARED = "Not while its condition lasts; it can be closed once it has cleared.";
const NOT_SHELVED = "It is not shelved.";
const NOT_ACKNOWLEDGED = "It is not acknowledged.";

export const ALARM_TRANSITIONS = {
  "alarm.acknowledge": {
    "open-none": true,
    "open-acknowledged": "It is acknowledged already.",
    "open-shelved": "It is shelved; take it off the shelf first.",
    "open-closed": CLOSED,
    "cleared-none": true,
    "cleared-acknowledged": "It is acknowledged already.",
    "cleared-shelved": "It is shelved; take it off the shelf first.",
    "cleared-closed": CLOSED,
  },
  "alarm.unacknowledge": {
    "open-none": NOT_ACKNOWLEDGED,
    "open-acknowledged": true,
    "open-shelved": NOT_ACKNOWLEDGED,
    "open-closed": CLOSED,
    "cleared-none": NOT_ACKNOWLEDGED,
    "cleared-acknowledged": true,
    "cleared-shelved": NOT_ACKNOWLEDGED,
    "cleared-closed": CLOSED,
  },
  "alarm.shelve": {
    "open-none": true,
    "open-acknowledged": true,
    "open-shelved": "It is shelved already.",
    "open-closed": CLOSED,
    "cleared-none": CLEARED,
    "cleared-acknowledged": CLEARED,
    "cleared-shelved": CLEARED,
    "cleared-closed": CLOSED,
  },
  "alarm.unshelve": {
    "open-none": NOT_SHELVED,
    "open-acknowledged": NOT_SHELVED,
    "open-shelved": true,
    "open-closed": CLOSED,
    "cleared-none": NOT_SHELVED,
    "cleared-acknowledged": NOT_SHELVED,
    "cleared-shelved": true,
    "cleared-closed": CLOSED,
  },
  "alarm.close": {
    "open-none": NOT_CLEARED,
    "open-acknowledged": NOT_CLEARED,
    "open-shelved": NOT_CLEARED,
    "open-closed": CLOSED,
    "cleared-none": true,
    "cleared-acknowledged": true,
    "cleared-shelved": true,
    "cleared-closed": CLOSED,
  },
} as const satisfies Record<AlarmAction, Record<AlarmStanding, Answer>>;

/** The operator state that an action leaves behind. */
export const ALARM_ACTION_LEADS_TO: Readonly<Record<AlarmAction, OperatorState>> = {
  "alarm.acknowledge": "acknowledged",
  "alarm.unacknowledge": "none",
  "alarm.shelve": "shelved",
  "alarm.unshelve": "none",
  "alarm.close": "closed",
};

export function allowedAlarm(action: AlarmAction, alarm: { cleared: boolean; operatorState: OperatorState }): Verdict {
  return verdict(ALARM_TRANSITIONS[action][`${alarm.cleared ? "cleared" : "open"}-${alarm.operatorState}`]);
}
