import { dialStopOf, isBelow, type Protection } from "./level";
import type { ObservedVm } from "./observed";
import type { VmProtection } from "./protection";
import type { HostState, MaintenanceState, OperatorState, Side } from "./state";

/**
 * What may be done in which state. The button, its tooltip, the verb, the simulator and the hosts read the same rows,
 * so none of them can allow what another denies. A string is the reason for no.
 */
export type Answer = true | string;
export type Verdict =
  | { readonly allowed: true }
  | {
      readonly allowed: false;
      readonly reason: string;
      /** When the reason is expected to end; null where nobody can say. */
      readonly untilMs: number | null;
    };

export const VM_ACTIONS = [
  "vm.start",
  "vm.stop",
  "vm.protect-up",
  "vm.protect-down",
  "vm.switch-active",
  "vm.delete",
] as const;
export type VmAction = (typeof VM_ACTIONS)[number];

/** The headline of a machine, divided where a change of power or a declared single copy makes a difference. */
export const VM_STANDINGS = [
  "Off",
  "Starting",
  "Stopping",
  "AsDeclaredUnprotected",
  "Protected",
  "Resyncing",
  "Reprotecting",
  "Degraded",
  "AtRisk",
  "Unprotected",
  "AwaitingQuorum",
  "Down",
  "Unknown",
] as const;
export type VmStanding = (typeof VM_STANDINGS)[number];

const RUNS = "It runs already.";
const STOP_FIRST = "Stop it first.";
const START_FIRST = "Start it first.";
const ONE_COPY = "Not while on one copy.";
const TOKEN = "Not while it waits for the token.";
const NOT_KNOWN = "Not while its state is unknown.";
const STARTING = "Not while it is starting.";
const STOPPING = "Not while it is stopping.";
const NO_WITNESS = "Not without a witness: the change is recorded there.";
const DOWN = "Not while it is down.";

export const VM_TRANSITIONS = {
  "vm.start": {
    Off: true,
    Starting: "It is starting already.",
    Stopping: "It is stopping; start it when it is off.",
    AsDeclaredUnprotected: RUNS,
    Protected: RUNS,
    Resyncing: RUNS,
    Reprotecting: RUNS,
    Degraded: RUNS,
    AtRisk: RUNS,
    Unprotected: RUNS,
    AwaitingQuorum: TOKEN,
    // A guest that crashed too often is not restarted by the hosts; a person may.
    Down: true,
    Unknown: NOT_KNOWN,
  },
  "vm.stop": {
    Off: "It is off already.",
    Starting: true,
    Stopping: "It is stopping already.",
    AsDeclaredUnprotected: true,
    Protected: true,
    Resyncing: true,
    Reprotecting: true,
    Degraded: true,
    AtRisk: true,
    Unprotected: true,
    AwaitingQuorum: "Not while it waits for the token: writes that are held would be lost.",
    Down: true,
    Unknown: NOT_KNOWN,
  },
  "vm.protect-up": {
    Off: "Start it first: the copy is made while it runs.",
    Starting: STARTING,
    Stopping: STOPPING,
    AsDeclaredUnprotected: true,
    Protected: true,
    Resyncing: ONE_COPY,
    Reprotecting: "Not before the standby is in step.",
    Degraded: "Not while it is degraded.",
    AtRisk: NO_WITNESS,
    Unprotected: ONE_COPY,
    AwaitingQuorum: TOKEN,
    Down: DOWN,
    Unknown: NOT_KNOWN,
  },
  "vm.protect-down": {
    Off: START_FIRST,
    Starting: STARTING,
    Stopping: STOPPING,
    AsDeclaredUnprotected: "It has no level to lower.",
    Protected: true,
    Resyncing: ONE_COPY,
    Reprotecting: true,
    Degraded: true,
    AtRisk: NO_WITNESS,
    // The partner may never come back; lowering the level then keeps the one copy there is.
    Unprotected: true,
    AwaitingQuorum: TOKEN,
    Down: DOWN,
    Unknown: NOT_KNOWN,
  },
  "vm.switch-active": {
    Off: START_FIRST,
    Starting: STARTING,
    Stopping: STOPPING,
    AsDeclaredUnprotected: "It has one copy, as declared; raise the level first.",
    Protected: true,
    Resyncing: "Not while on one copy: the other is not complete.",
    Reprotecting: "Not before the standby is in step.",
    Degraded: "Not while it is degraded.",
    AtRisk: NO_WITNESS,
    Unprotected: ONE_COPY,
    AwaitingQuorum: TOKEN,
    Down: DOWN,
    Unknown: NOT_KNOWN,
  },
  "vm.delete": {
    Off: true,
    Starting: STOP_FIRST,
    Stopping: "It is stopping; delete it when it is off.",
    AsDeclaredUnprotected: STOP_FIRST,
    Protected: STOP_FIRST,
    Resyncing: STOP_FIRST,
    Reprotecting: STOP_FIRST,
    Degraded: STOP_FIRST,
    AtRisk: STOP_FIRST,
    Unprotected: STOP_FIRST,
    AwaitingQuorum: STOP_FIRST,
    Down: STOP_FIRST,
    Unknown: NOT_KNOWN,
  },
} as const satisfies Record<VmAction, Record<VmStanding, Answer>>;

/** The column of the table that a machine stands in. */
export function standingOf(protection: Pick<VmProtection, "state" | "power" | "declared">): VmStanding {
  if (protection.state === "Unknown") return "Unknown";
  if (protection.power === "off") return "Off";
  if (protection.power === "stopping") return "Stopping";
  if (protection.power === "starting") return "Starting";
  return protection.state === "Unprotected" && protection.declared === "unprotected"
    ? "AsDeclaredUnprotected"
    : protection.state;
}

/** Which of the two directions a change of protection is; null where it changes nothing on the dial. */
export function directionOf(from: Protection, to: Protection): "vm.protect-up" | "vm.protect-down" | null {
  const [was, will] = [dialStopOf(from), dialStopOf(to)];
  if (isBelow(was, will)) return "vm.protect-up";
  return isBelow(will, was) ? "vm.protect-down" : null;
}

/** May this be done to this machine now? A change that is under way comes before every other reason. */
export function allowed(
  action: VmAction,
  protection: Pick<VmProtection, "state" | "power" | "declared" | "etaAtMs">,
  running: { readonly step: string; readonly etaAtMs: number | null } | null = null,
): Verdict {
  if (running)
    return {
      allowed: false,
      reason: `Not before the change under way is done${running.step ? `: ${running.step}` : ""}.`,
      untilMs: running.etaAtMs,
    };
  return verdict(VM_TRANSITIONS[action][standingOf(protection)], protection.etaAtMs);
}

/** The same for a change to a given level. Asking for what is declared already is no change. */
export function allowedProtect(
  vm: Pick<ObservedVm, "declared">,
  to: Protection,
  protection: Pick<VmProtection, "state" | "power" | "declared" | "etaAtMs">,
  running: { readonly step: string; readonly etaAtMs: number | null } | null = null,
): Verdict {
  const direction = directionOf(vm.declared, to);
  if (direction) return allowed(direction, protection, running);
  const same =
    vm.declared.separation === to.separation && JSON.stringify(vm.declared.recovery) === JSON.stringify(to.recovery);
  return same
    ? { allowed: false, reason: "It is declared at this level already.", untilMs: null }
    : allowed("vm.protect-up", protection, running);
}

/** The same for a move of the active side. */
export function allowedSwitch(
  vm: Pick<ObservedVm, "activeSide">,
  to: Side,
  protection: Pick<VmProtection, "state" | "power" | "declared" | "etaAtMs">,
  running: { readonly step: string; readonly etaAtMs: number | null } | null = null,
): Verdict {
  const answer = allowed("vm.switch-active", protection, running);
  return answer.allowed && vm.activeSide === to
    ? { allowed: false, reason: "It is active there already.", untilMs: null }
    : answer;
}

const verdict = (answer: Answer, untilMs: number | null): Verdict =>
  answer === true ? { allowed: true } : { allowed: false, reason: answer, untilMs };

/* Alarms: what an operator does with one. Clearing is not an action: only the condition clears an alarm. */

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
  return verdict(ALARM_TRANSITIONS[action][`${alarm.cleared ? "cleared" : "open"}-${alarm.operatorState}`], null);
}

/* Maintenance (domain contract §4): forward one step at a time, abort from any that is not over. */

export const MAINTENANCE_NEXT = {
  Requested: ["Prechecked", "Aborted"],
  Prechecked: ["Evacuating", "Aborted"],
  Evacuating: ["InMaintenance", "Aborted"],
  InMaintenance: ["Finalizing", "Aborted"],
  Finalizing: ["Resyncing", "Aborted"],
  Resyncing: ["Verified", "Aborted"],
  Verified: [],
  Aborted: [],
} as const satisfies Record<MaintenanceState, readonly MaintenanceState[]>;

export function allowedMaintenance(from: MaintenanceState, to: MaintenanceState): Verdict {
  const next: readonly MaintenanceState[] = MAINTENANCE_NEXT[from];
  if (next.includes(to)) return { allowed: true };
  if (next.length === 0) return { allowed: false, reason: "This maintenance is over.", untilMs: null };
  return { allowed: false, reason: `After ${from} comes ${next[0]}, not ${to}.`, untilMs: null };
}

/** Whether a host may begin maintenance; the partner's state is asked with HOST_STANDING, since never both may (S9). */
export const MAINTENANCE_FROM_HOST = {
  Offline: "It is not there.",
  Booting: "Not while it boots.",
  Joining: "Not before it has joined.",
  Running: true,
  Degraded: true,
  PredictedToFail: true,
  Evacuating: "It is on its way already.",
  Maintenance: "It is in maintenance already.",
  Finalizing: "It is coming back from maintenance.",
  Suspect: "Not while it is suspect.",
  Fenced: "It is fenced.",
  Failed: "It has failed.",
  PoweredOff: "It is powered off.",
  Unknown: "Not while its state is unknown.",
} as const satisfies Record<HostState, Answer>;

export function allowedHostMaintenance(host: HostState, partner: HostState): Verdict {
  const own = verdict(MAINTENANCE_FROM_HOST[host], null);
  if (!own.allowed) return own;
  return MAINTENANCE_FROM_HOST[partner] === true
    ? own
    : { allowed: false, reason: "Not while its partner cannot carry the machines alone.", untilMs: null };
}
