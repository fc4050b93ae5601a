import type { FaultKind } from "./fault-kind";
import type { Severity } from "./state";
import { HARDWARE_CLEAR_HOLD_OFF_MS, LINK_CLEAR_HOLD_OFF_MS } from "./timing";

/** What a fault does to a machine on the active side, by level (domain contract §6). */
export const FAULT_EFFECTS = [
  "none",
  "simplex", // goes on, on one copy
  "compute-through", // goes on from the standby's memory
  "restart",
  "held", // no output and no acknowledgement until a person decides
  "rpo-grows",
  "slow",
  "at-risk",
  "blocks", // changes are refused, machines are not touched
  "varies",
] as const;
export type FaultEffect = (typeof FAULT_EFFECTS)[number];

export const FAULT_LEVELS = [
  "fault-tolerance",
  "high-availability",
  "remote-availability",
  "disaster-recovery",
] as const;
export type FaultLevel = (typeof FAULT_LEVELS)[number];

export type FaultResource =
  | "host"
  | "component"
  | "link"
  | "switch"
  | "site"
  | "witness"
  | "pair"
  | "vm"
  | "mirror"
  | "replication"
  | "agent"
  | "orchestrator"
  | "control-plane"
  | "operator";

export interface FaultRow {
  /** As it is raised first. */
  readonly severity: Severity;
  /** As bad as it can become while it lasts; absent where it stays as it is. */
  readonly worst?: Severity;
  readonly resource: FaultResource;
  readonly effect: Readonly<Record<FaultLevel, FaultEffect>>;
  /** What the hosts do without anyone, as a sentence. */
  readonly response: string;
  /** What a person is asked for, as a short title; `{subject}` is the thing's name. Null where nobody is needed. */
  readonly person: string | null;
  /** How long the condition must be gone before the alarm clears. Redundancy must be verified as well. */
  readonly clearHoldOffMs: number;
}

const by = (ft: FaultEffect, ha: FaultEffect, remote: FaultEffect, dr: FaultEffect) => ({
  "fault-tolerance": ft,
  "high-availability": ha,
  "remote-availability": remote,
  "disaster-recovery": dr,
});
const all = (effect: FaultEffect) => by(effect, effect, effect, effect);
const none = all("none");
const hostLost = by("compute-through", "restart", "restart", "none");
const oneCopy = by("simplex", "simplex", "simplex", "none");

const LINK = LINK_CLEAR_HOLD_OFF_MS;
const HARDWARE = HARDWARE_CLEAR_HOLD_OFF_MS;
/** Conditions that are over when they are over: a host that runs again, copies that are verified equal. */
const AT_ONCE = 0;

/** The whole catalogue. A kind without a row does not compile. */
export const FAULTS: Readonly<Record<FaultKind, FaultRow>> = {
  "memory-correctable": {
    severity: "warning",
    resource: "component",
    effect: none,
    response: "The host counts the errors; over the threshold it predicts a failure.",
    person: null,
    clearHoldOffMs: HARDWARE,
  },
  "memory-uncorrectable": {
    severity: "critical",
    resource: "component",
    effect: hostLost,
    response: "The host is isolated and restarted; its partner takes the token.",
    person: "Replace the memory module {subject}",
    clearHoldOffMs: HARDWARE,
  },
  "cpu-machine-check": {
    severity: "critical",
    resource: "component",
    effect: hostLost,
    response: "The host is isolated and rebooted once; its partner takes the token.",
    person: "Check the processor {subject}",
    clearHoldOffMs: HARDWARE,
  },
  "cpu-thermal-throttle": {
    severity: "minor",
    resource: "component",
    effect: by("slow", "slow", "slow", "none"),
    response: "The active role moves to the partner.",
    person: "Check the cooling of {subject}",
    clearHoldOffMs: HARDWARE,
  },
  fan: {
    severity: "minor",
    resource: "component",
    effect: none,
    response: "The other fans carry on; the host watches its temperature.",
    person: "Replace the fan {subject}",
    clearHoldOffMs: HARDWARE,
  },
  psu: {
    severity: "minor",
    resource: "component",
    effect: none,
    response: "The other power supply carries all.",
    person: "Replace the power supply {subject}",
    clearHoldOffMs: HARDWARE,
  },
  "host-power-loss": {
    severity: "critical",
    resource: "host",
    effect: hostLost,
    response: "The partner takes the token, then goes live from memory or restarts from the mirror.",
    person: "Bring {subject} back",
    clearHoldOffMs: AT_ONCE,
  },
  "host-crash": {
    severity: "critical",
    resource: "host",
    effect: hostLost,
    response: "The watchdog fences the host; the partner takes the token, then goes live or restarts.",
    person: null,
    clearHoldOffMs: AT_ONCE,
  },
  "hypervisor-hang": {
    severity: "critical",
    resource: "host",
    effect: hostLost,
    response: "The watchdog fences the host; the partner takes the token, then goes live or restarts.",
    person: null,
    clearHoldOffMs: AT_ONCE,
  },
  "predicted-failure": {
    severity: "minor",
    resource: "component",
    effect: none,
    response: "The host is evacuated if its partner is healthy.",
    person: "Replace {subject} before it fails",
    clearHoldOffMs: HARDWARE,
  },
  "disk-transient": {
    severity: "warning",
    resource: "component",
    effect: none,
    response: "The host tries again and counts.",
    person: null,
    clearHoldOffMs: HARDWARE,
  },
  "disk-failed": {
    severity: "major",
    resource: "component",
    effect: oneCopy,
    response: "The copy is detached and the partner serves it; a replaced disk is filled by a full resync.",
    person: "Replace the disk in {subject}",
    clearHoldOffMs: HARDWARE,
  },
  "disk-slow": {
    severity: "minor",
    resource: "component",
    effect: by("slow", "slow", "slow", "none"),
    response: "After 30 s the copy is detached if the partner's is UpToDate.",
    person: "Check the disk in {subject}",
    clearHoldOffMs: HARDWARE,
  },
  "controller-failed": {
    severity: "major",
    resource: "component",
    effect: oneCopy,
    response: "The active role moves to the partner.",
    person: "Replace the disk controller of {subject}",
    clearHoldOffMs: HARDWARE,
  },
  "storage-full": {
    severity: "major",
    resource: "host",
    effect: all("at-risk"),
    response: "Resync and journal pause; acknowledged writes stay where they are.",
    person: "Free space on {subject}",
    clearHoldOffMs: HARDWARE,
  },
  "business-nic": {
    severity: "minor",
    resource: "component",
    effect: none,
    response: "The machines' traffic goes through the partner.",
    person: "Check the port {subject}",
    clearHoldOffMs: LINK,
  },
  "availability-link": {
    severity: "minor",
    resource: "link",
    effect: none,
    response: "The other link carries all.",
    person: "Check the cable of {subject}",
    clearHoldOffMs: LINK,
  },
  "availability-links": {
    severity: "major",
    resource: "pair",
    effect: oneCopy,
    response: "The hosts agree over management which copies are detached.",
    person: "Check both availability cables of {subject}",
    clearHoldOffMs: LINK,
  },
  "link-flapping": {
    severity: "warning",
    worst: "minor",
    resource: "link",
    effect: none,
    response: "The link is held down, then taken out of service.",
    person: "Clear the port {subject}",
    clearHoldOffMs: LINK,
  },
  "link-latency": {
    severity: "minor",
    resource: "link",
    effect: by("slow", "slow", "slow", "none"),
    response: "Traffic takes the other link and the resync is throttled.",
    person: null,
    clearHoldOffMs: LINK,
  },
  "link-loss": {
    severity: "minor",
    resource: "link",
    effect: by("slow", "slow", "slow", "none"),
    response: "Traffic takes the other link and the resync is throttled.",
    person: "Check the cable of {subject}",
    clearHoldOffMs: LINK,
  },
  "link-saturated": {
    severity: "minor",
    resource: "link",
    effect: by("slow", "slow", "slow", "none"),
    response: "The resync is throttled; a lower level is suggested if that is not enough.",
    person: null,
    clearHoldOffMs: LINK,
  },
  "switch-failed": {
    severity: "major",
    resource: "switch",
    effect: by("simplex", "none", "none", "none"),
    response: "One root alarm is raised for everything behind the switch.",
    person: "Replace the switch {subject}",
    clearHoldOffMs: LINK,
  },
  "site-power": {
    severity: "critical",
    resource: "site",
    effect: by("compute-through", "restart", "restart", "rpo-grows"),
    response: "Partners at other sites take their tokens; one incident is opened for all machines.",
    person: "Restore the power of {subject}",
    clearHoldOffMs: AT_ONCE,
  },
  "site-isolated": {
    severity: "critical",
    resource: "site",
    effect: by("compute-through", "restart", "restart", "rpo-grows"),
    response: "Partners that see the witness take their tokens; one incident is opened for all machines.",
    person: "Restore the network of {subject}",
    clearHoldOffMs: LINK,
  },
  "wan-down": {
    severity: "major",
    resource: "link",
    effect: by("none", "none", "none", "rpo-grows"),
    response: "Writes go to the journal and are sent when the WAN is back.",
    person: "Check {subject}",
    clearHoldOffMs: LINK,
  },
  "witness-path": {
    severity: "minor",
    resource: "witness",
    effect: by("at-risk", "at-risk", "at-risk", "none"),
    response: "An alternate witness that both hosts see is used.",
    person: "Check the witness path of {subject}",
    clearHoldOffMs: LINK,
  },
  "witness-lost": {
    severity: "major",
    resource: "witness",
    effect: by("at-risk", "at-risk", "at-risk", "none"),
    response: "An alternate is used; after 30 s without any, the hosts designate a sole survivor.",
    person: "Bring the witness {subject} back",
    clearHoldOffMs: LINK,
  },
  partition: {
    severity: "critical",
    resource: "pair",
    effect: oneCopy,
    response: "Both hosts hold and race for the token; the winner goes on alone, the other freezes.",
    person: "Check the links of {subject}",
    clearHoldOffMs: LINK,
  },
  "split-brain": {
    severity: "critical",
    resource: "mirror",
    effect: by("held", "held", "held", "none"),
    response: "Nothing: two histories are never merged automatically.",
    person: "Choose which copy of {subject} is kept",
    clearHoldOffMs: AT_ONCE,
  },
  "guest-hang": {
    severity: "major",
    resource: "vm",
    effect: by("restart", "restart", "restart", "none"),
    response: "The machine is restarted, at most three times in an hour.",
    person: null,
    clearHoldOffMs: AT_ONCE,
  },
  "guest-crash": {
    severity: "major",
    resource: "vm",
    effect: by("restart", "restart", "restart", "none"),
    response: "The machine is restarted, at most three times in an hour.",
    person: null,
    clearHoldOffMs: AT_ONCE,
  },
  "replica-divergence": {
    severity: "major",
    resource: "vm",
    effect: by("simplex", "none", "none", "none"),
    response: "The standby is dropped and built again; three a day lower the machine to High Availability.",
    person: null,
    clearHoldOffMs: AT_ONCE,
  },
  "standby-lag": {
    severity: "minor",
    resource: "vm",
    effect: by("simplex", "none", "none", "none"),
    response: "The standby is dropped and built again; three a day lower the machine to High Availability.",
    person: null,
    clearHoldOffMs: AT_ONCE,
  },
  "mirror-out-of-sync": {
    severity: "major",
    resource: "mirror",
    effect: oneCopy,
    response: "What differs is copied again from the side that holds the token.",
    person: null,
    clearHoldOffMs: AT_ONCE,
  },
  "verify-mismatch": {
    severity: "major",
    resource: "mirror",
    effect: oneCopy,
    response:
      "The copy that the machine does not read counts no more until what differs is copied to it. Where it has run on both, a person chooses the copy that stays first.",
    person: null,
    clearHoldOffMs: AT_ONCE,
  },
  "replication-lag": {
    severity: "minor",
    worst: "major",
    resource: "replication",
    effect: by("none", "none", "none", "rpo-grows"),
    response: "What is written waits in the journal, and is sent as fast as the line allows.",
    person: null,
    clearHoldOffMs: LINK,
  },
  "journal-full": {
    severity: "minor",
    worst: "major",
    resource: "replication",
    effect: by("none", "none", "none", "rpo-grows"),
    response: "Older points are merged and the copy is throttled.",
    person: "Give {subject} more journal space",
    clearHoldOffMs: LINK,
  },
  "clock-skew": {
    severity: "warning",
    resource: "host",
    effect: none,
    response: "Leases are counted by monotonic clocks only.",
    person: "Check the time source of {subject}",
    clearHoldOffMs: LINK,
  },
  "clock-step": {
    severity: "major",
    resource: "host",
    effect: none,
    response: "New leases are refused until the clock is steady.",
    person: "Check the time source of {subject}",
    clearHoldOffMs: LINK,
  },
  "agent-crash": {
    severity: "minor",
    resource: "agent",
    effect: none,
    response: "The agent is restarted, at most three times; the machines go on.",
    person: null,
    clearHoldOffMs: AT_ONCE,
  },
  "orchestrator-unreachable": {
    severity: "minor",
    resource: "orchestrator",
    effect: none,
    response: "The console does nothing and shows the last known state with its age; the hosts go on deciding.",
    person: null,
    clearHoldOffMs: AT_ONCE,
  },
  "control-plane-down": {
    severity: "major",
    resource: "control-plane",
    effect: none,
    response: "The hosts go on alone.",
    person: "Bring {subject} back",
    clearHoldOffMs: AT_ONCE,
  },
  "operator-error": {
    severity: "warning",
    worst: "critical",
    resource: "operator",
    effect: all("varies"),
    response: "The precheck refuses what would harm; what can be undone is offered to be undone.",
    person: "Review the change on {subject}",
    clearHoldOffMs: AT_ONCE,
  },
  "config-mismatch": {
    severity: "warning",
    resource: "pair",
    effect: all("blocks"),
    response: "Changes that need equal hosts are refused; checked again at every change.",
    person: "Make the hosts of {subject} equal",
    clearHoldOffMs: AT_ONCE,
  },
  "capacity-overcommit": {
    severity: "warning",
    resource: "pair",
    effect: all("blocks"),
    response: "Changes that need more are refused; computed again at every change.",
    person: "Make room on {subject}",
    clearHoldOffMs: AT_ONCE,
  },
};

export const FAULT_EFFECT_WORD: Readonly<Record<FaultEffect, string>> = {
  none: "no effect",
  simplex: "goes on, on one copy",
  "compute-through": "goes on from memory",
  restart: "restarts",
  held: "held until a person decides",
  "rpo-grows": "recovery copy falls behind",
  slow: "slower",
  "at-risk": "at risk",
  blocks: "changes are refused",
  varies: "depends on what was done",
};

/** "Replace the disk in lit-b bay 3", or null where nobody is needed. */
export function personTitle(kind: FaultKind, subject: string): string | null {
  return FAULTS[kind].person?.replace("{subject}", subject) ?? null;
}
