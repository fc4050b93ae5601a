import { dialStopOf, isBelow, type Protection } from "./level";
import type { ObservedVm } from "./observed";
import type { VmProtection } from "./protection";
import type { Side } from "./state";
import { type Answer, type Verdict, verdict } from "./verdict";

export type { Answer, Verdict } from "./verdict";

export const VM_ACTIONS = [
  "vm.start",
  "vm.stop",
  "vm.protect-up",
  "vm.protect-down",
  "vm.switch-active",
  "vm.edit",
  "vm.delete",
  "vm.recover",
  "vm.fail-back",
  "vm.compare-copies",
  "vm.choose-copy",
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
  "AtRecoverySite",
  "TwoHistories",
  /** It runs on one of two copies that differ, and nobody has said which of them is right. */
  "CopiesDiffer",
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
const ELSEWHERE = "It is at the recovery site; bring it back first.";
const AT_ITS_PAIR = "It runs at its pair.";
const CHOOSE_FIRST = "It has two histories: choose first which copy of it stays.";
const ONE_HISTORY = "Its copies have one history: there is nothing to choose.";
const SAY_FIRST = "Its two copies differ: choose first which of them stays.";
const NOT_THERE = "It is not at the recovery site.";
/** These end when a person does something, not when a resync does: they promise no moment. */
const ENDS_BY_HAND: ReadonlySet<string> = new Set([RUNS, STOP_FIRST, START_FIRST, ELSEWHERE]);

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
    AtRecoverySite: ELSEWHERE,
    TwoHistories: CHOOSE_FIRST,
    CopiesDiffer: RUNS,
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
    AtRecoverySite: ELSEWHERE,
    TwoHistories: true,
    CopiesDiffer: true,
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
    AtRecoverySite: ELSEWHERE,
    TwoHistories: CHOOSE_FIRST,
    CopiesDiffer: SAY_FIRST,
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
    AtRecoverySite: ELSEWHERE,
    TwoHistories: CHOOSE_FIRST,
    CopiesDiffer: SAY_FIRST,
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
    AtRecoverySite: ELSEWHERE,
    TwoHistories: CHOOSE_FIRST,
    CopiesDiffer: SAY_FIRST,
    Unknown: NOT_KNOWN,
  },
  /** Both hosts start the very same hardware: it has another one from its next start on. */
  "vm.edit": {
    Off: true,
    Starting: STARTING,
    Stopping: STOPPING,
    AsDeclaredUnprotected: STOP_FIRST,
    Protected: STOP_FIRST,
    Resyncing: STOP_FIRST,
    Reprotecting: STOP_FIRST,
    Degraded: STOP_FIRST,
    AtRisk: STOP_FIRST,
    Unprotected: STOP_FIRST,
    AwaitingQuorum: TOKEN,
    Down: STOP_FIRST,
    AtRecoverySite: ELSEWHERE,
    TwoHistories: CHOOSE_FIRST,
    CopiesDiffer: STOP_FIRST,
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
    AtRecoverySite: ELSEWHERE,
    TwoHistories: true,
    CopiesDiffer: STOP_FIRST,
    Unknown: NOT_KNOWN,
  },
  "vm.recover": {
    Off: "It is off, as asked.",
    Starting: "It is starting at its pair.",
    Stopping: STOPPING,
    AsDeclaredUnprotected: AT_ITS_PAIR,
    Protected: AT_ITS_PAIR,
    Resyncing: AT_ITS_PAIR,
    Reprotecting: AT_ITS_PAIR,
    Degraded: AT_ITS_PAIR,
    AtRisk: AT_ITS_PAIR,
    Unprotected: AT_ITS_PAIR,
    AwaitingQuorum: "Not while its pair may still go on.",
    Down: true,
    AtRecoverySite: "It is at the recovery site already.",
    TwoHistories: CHOOSE_FIRST,
    CopiesDiffer: AT_ITS_PAIR,
    Unknown: NOT_KNOWN,
  },
  "vm.fail-back": {
    Off: NOT_THERE,
    Starting: NOT_THERE,
    Stopping: NOT_THERE,
    AsDeclaredUnprotected: NOT_THERE,
    Protected: NOT_THERE,
    Resyncing: NOT_THERE,
    Reprotecting: NOT_THERE,
    Degraded: NOT_THERE,
    AtRisk: NOT_THERE,
    Unprotected: NOT_THERE,
    AwaitingQuorum: NOT_THERE,
    Down: NOT_THERE,
    AtRecoverySite: true,
    TwoHistories: CHOOSE_FIRST,
    CopiesDiffer: NOT_THERE,
    Unknown: NOT_KNOWN,
  },
  /** Of two copies that both take every write. */
  "vm.compare-copies": {
    Off: START_FIRST,
    Starting: STARTING,
    Stopping: STOPPING,
    AsDeclaredUnprotected: "It has one copy, as declared.",
    Protected: true,
    Resyncing: ONE_COPY,
    Reprotecting: true,
    Degraded: true,
    AtRisk: true,
    Unprotected: ONE_COPY,
    AwaitingQuorum: TOKEN,
    Down: DOWN,
    AtRecoverySite: ELSEWHERE,
    TwoHistories: CHOOSE_FIRST,
    CopiesDiffer: SAY_FIRST,
    Unknown: NOT_KNOWN,
  },
  "vm.choose-copy": {
    Off: ONE_HISTORY,
    Starting: ONE_HISTORY,
    Stopping: ONE_HISTORY,
    AsDeclaredUnprotected: ONE_HISTORY,
    Protected: ONE_HISTORY,
    Resyncing: ONE_HISTORY,
    Reprotecting: ONE_HISTORY,
    Degraded: ONE_HISTORY,
    AtRisk: ONE_HISTORY,
    Unprotected: ONE_HISTORY,
    AwaitingQuorum: ONE_HISTORY,
    Down: ONE_HISTORY,
    AtRecoverySite: ELSEWHERE,
    TwoHistories: true,
    CopiesDiffer: true,
    Unknown: NOT_KNOWN,
  },
} as const satisfies Record<VmAction, Record<VmStanding, Answer>>;

/** The column of the table that a machine stands in. */
export function standingOf(
  protection: Pick<VmProtection, "state" | "power" | "declared" | "twoHistories" | "undecided">,
): VmStanding {
  if (protection.state === "Unknown") return "Unknown";
  if (protection.power === "elsewhere") return "AtRecoverySite";
  if (protection.twoHistories) return "TwoHistories";
  if (protection.power === "off") return "Off";
  if (protection.power === "stopping") return "Stopping";
  if (protection.power === "starting") return "Starting";
  if (protection.undecided && protection.state === "Unprotected") return "CopiesDiffer";
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

/** A task that is under way for a machine. */
export interface RunningTask {
  readonly kind?: string;
  readonly step: string;
  readonly etaAtMs: number | null;
}

/**
 * A machine that is down waits for a person, and a change under way may wait for the machine: it is in nobody's way then.
 * What hosts that are gone were still to do keeps nobody from starting it elsewhere; that itself is asked for once.
 */
const endsWaiting = (action: VmAction, standing: VmStanding, { kind }: RunningTask): boolean =>
  standing === "Down" &&
  (action === "vm.start" || action === "vm.stop" || (action === "vm.recover" && kind !== "vm.recover"));

/** May this be done to this machine now? A change that is under way comes before every other reason. */
export function allowed(
  action: VmAction,
  protection: Pick<VmProtection, "state" | "power" | "declared" | "etaAtMs" | "twoHistories" | "undecided"> &
    Partial<Pick<VmProtection, "reason">>,
  running: RunningTask | null = null,
): Verdict {
  const stands = standingOf(protection);
  // A person can say which copy is right whatever becomes of the machine meanwhile.
  const standing =
    action === "vm.choose-copy" && protection.undecided && stands !== "Unknown" && stands !== "AtRecoverySite"
      ? "CopiesDiffer"
      : stands;
  if (running && !endsWaiting(action, standing, running))
    return {
      allowed: false,
      reason: `Not before the change under way is done${running.step ? `: ${running.step}` : ""}.`,
      untilMs: running.etaAtMs,
    };
  const known: Answer = VM_TRANSITIONS[action][standing];
  const answer = known === NOT_KNOWN && protection.reason !== undefined ? `${known} ${protection.reason}` : known;
  return verdict(answer, typeof answer === "string" && ENDS_BY_HAND.has(answer) ? null : protection.etaAtMs);
}

/** The same for a change to a given level. Asking for what is declared already is no change. */
export function allowedProtect(
  vm: Pick<ObservedVm, "declared">,
  to: Protection,
  protection: Pick<VmProtection, "state" | "power" | "declared" | "etaAtMs" | "twoHistories" | "undecided">,
  running: RunningTask | null = null,
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
  protection: Pick<VmProtection, "state" | "power" | "declared" | "etaAtMs" | "twoHistories" | "undecided">,
  running: RunningTask | null = null,
): Verdict {
  const answer = allowed("vm.switch-active", protection, running);
  return answer.allowed && vm.activeSide === to
    ? { allowed: false, reason: "It is active there already.", untilMs: null }
    : answer;
}
