import type { FaultKind } from "./fault-kind";
import type { DialStop } from "./level";
import type { IncidentPhase, LinkKind, OperatorState, PairState, ProtectionState, Severity } from "./state";

/** Round is fine, pointed needs attention, square has stopped, dashed is not known. */
export const SHAPES = [
  "round-solid",
  "round-filling",
  "round-forming",
  "pointed-half",
  "pointed-open",
  "pointed-solid",
  "square-held",
  "square-crossed",
  "dashed",
] as const;
export type Shape = (typeof SHAPES)[number];

/** The names of the state colours: each is a custom property of the same name in the style sheet. */
export const TONES = [
  "protected",
  "resyncing",
  "reprotecting",
  "degraded",
  "atrisk",
  "unprotected",
  "awaiting",
  "down",
  "unknown",
] as const;
export type Tone = (typeof TONES)[number];

/** Colours of severity are tokens of their own, so that a warning is not mistaken for a state. */
export type SeverityTone = Severity;

export interface Label<T extends string = Tone> {
  readonly word: string;
  readonly shape: Shape;
  readonly tone: T;
}

const label = <T extends string = Tone>(word: string, shape: Shape, tone: T): Label<T> => ({ word, shape, tone });
/** One for each shape with its tone: a state takes the one that it looks like. */
export const fine = (word: string) => label<Tone>(word, "round-solid", "protected");
export const filling = (word: string) => label<Tone>(word, "round-filling", "resyncing");
export const forming = (word: string) => label<Tone>(word, "round-forming", "reprotecting");
export const half = (word: string) => label<Tone>(word, "pointed-half", "degraded");
export const open = (word: string) => label<Tone>(word, "pointed-open", "atrisk");
export const pointed = (word: string) => label<Tone>(word, "pointed-solid", "unprotected");
export const held = (word: string) => label<Tone>(word, "square-held", "awaiting");
export const crossed = (word: string) => label<Tone>(word, "square-crossed", "down");
export const notKnown = (word: string) => label<Tone>(word, "dashed", "unknown");

export const PROTECTION_LABEL: Readonly<Record<ProtectionState, Label>> = {
  Protected: fine("Protected"),
  Resyncing: filling("Resyncing"),
  Reprotecting: forming("Reprotecting"),
  Degraded: half("Degraded"),
  AtRisk: open("At risk"),
  Unprotected: pointed("Unprotected"),
  AwaitingQuorum: held("Awaiting quorum"),
  Down: crossed("Down"),
  Unknown: notKnown("Unknown"),
};

export const PAIR_LABEL: Readonly<Record<PairState, Label>> = {
  Normal: fine("Normal"),
  SingleHost: pointed("Single host"),
  Partitioned: pointed("Partitioned"),
  WitnessLost: open("Witness lost"),
  AwaitingQuorum: held("Awaiting quorum"),
  Down: crossed("Down"),
  SplitBrain: crossed("Split brain"),
  Unknown: notKnown("Unknown"),
};

/** How many of four bars stand. */
export interface SeverityLabel extends Label<SeverityTone> {
  readonly bars: 0 | 1 | 2 | 3 | 4;
}
export const SEVERITY_LABEL: Readonly<Record<Severity, SeverityLabel>> = {
  critical: { ...label("critical", "square-crossed", "critical"), bars: 4 },
  major: { ...label("major", "pointed-solid", "major"), bars: 3 },
  minor: { ...label("minor", "pointed-half", "minor"), bars: 2 },
  warning: { ...label("warning", "pointed-open", "warning"), bars: 1 },
  indeterminate: { ...label("indeterminate", "dashed", "indeterminate"), bars: 0 },
};

export const OPERATOR_LABEL: Readonly<Record<OperatorState, Label>> = {
  none: open("not acknowledged"),
  acknowledged: fine("acknowledged"),
  closed: fine("closed"),
  shelved: held("shelved"),
};

/** The full product names; the short forms are for dense tables. */
export const LEVEL_LABEL: Readonly<Record<DialStop, Label & { readonly short: string }>> = {
  unprotected: { ...pointed("Unprotected"), short: "none" },
  "high-availability": { ...fine("High Availability"), short: "HA" },
  "fault-tolerance": { ...fine("Fault Tolerance"), short: "FT" },
};

export const INCIDENT_PHASE_WORD: Readonly<Record<IncidentPhase, string>> = {
  detected: "Detected",
  decided: "Decided",
  acted: "Acted",
  restored: "Redundancy restored",
};

export const LINK_KIND_WORD: Readonly<Record<LinkKind, string>> = {
  "availability-a": "Availability A",
  "availability-b": "Availability B",
  management: "Management",
  business: "Business",
  wan: "WAN",
};

/** What a fault is called in a sentence or a heading; the kind itself is shown beside it as a name. */
export const FAULT_WORD: Readonly<Record<FaultKind, string>> = {
  "memory-correctable": "Memory errors corrected",
  "memory-uncorrectable": "Memory error not correctable",
  "cpu-machine-check": "Processor machine check",
  "cpu-thermal-throttle": "Processor slowed by heat",
  fan: "Fan failed",
  psu: "Power supply failed",
  // Whatever took it: from outside, a host without power, a crashed one and a hung one are the same silence.
  "host-power-loss": "Host lost",
  "host-crash": "Host crashed",
  "hypervisor-hang": "Hypervisor does not answer",
  "predicted-failure": "Failure predicted",
  "disk-transient": "Disk error, retried",
  "disk-failed": "Disk failed",
  "disk-slow": "Disk slow",
  "controller-failed": "Disk controller failed",
  "storage-full": "Storage full",
  "business-nic": "Business port failed",
  "availability-link": "Availability link down",
  "availability-links": "Both availability links down",
  "link-flapping": "Link goes up and down",
  "link-latency": "Link slow",
  "link-loss": "Link loses packets",
  "link-saturated": "Link full",
  "switch-failed": "Switch failed",
  "site-power": "Site lost power",
  "site-isolated": "Site cut off",
  "wan-down": "WAN down",
  "witness-path": "Witness not seen by one host",
  "witness-lost": "Witness lost",
  partition: "Hosts cannot hear each other",
  "split-brain": "Split brain",
  "guest-hang": "Guest does not answer",
  "guest-crash": "Guest crashed",
  "replica-divergence": "Standby differs from the active side",
  "standby-lag": "Standby behind",
  "mirror-out-of-sync": "Mirror out of step",
  "verify-mismatch": "Copies differ",
  "replication-lag": "Recovery copy late",
  "journal-full": "Replication journal full",
  "clock-skew": "Clock differs",
  "clock-step": "Clock stepped",
  "agent-crash": "Agent crashed",
  "orchestrator-unreachable": "Orchestrator does not answer",
  "control-plane-down": "Control plane down",
  "operator-error": "Operator error",
  "config-mismatch": "Hosts are set up differently",
  "capacity-overcommit": "Too small for one host alone",
};
