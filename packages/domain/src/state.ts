/**
 * Every state a thing can be in, as plain constant lists. No library is imported here, so that the browser can
 * use the words without paying for a validator.
 */

export const SIDES = ["a", "b"] as const;
/** A is drawn left, B right, and they never swap. */
export type Side = (typeof SIDES)[number];
export const otherSide = (side: Side): Side => (side === "a" ? "b" : "a");

export const HOST_STATES = [
  "Offline",
  "Booting",
  "Joining",
  "Running",
  "Degraded",
  "PredictedToFail",
  "Evacuating",
  "Maintenance",
  "Finalizing",
  "Suspect",
  "Fenced",
  "Failed",
  "PoweredOff",
  "Unknown",
] as const;
export type HostState = (typeof HOST_STATES)[number];

export const LINK_KINDS = ["availability-a", "availability-b", "management", "business", "wan"] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

export const LINK_STATES = ["Up", "Degraded", "Down", "Flapping", "OutOfService", "Unknown"] as const;
export type LinkState = (typeof LINK_STATES)[number];

/** DRBD's names for one copy of a volume. */
export const MIRROR_LEG_STATES = [
  "Diskless",
  "Attaching",
  "Failed",
  "Negotiating",
  "Inconsistent",
  "Outdated",
  "DUnknown",
  "Consistent",
  "UpToDate",
] as const;
export type MirrorLegState = (typeof MIRROR_LEG_STATES)[number];

export const REPLICATION_STATES = ["Off", "Established", "SyncSource", "SyncTarget", "Paused", "Verify"] as const;
/** Seen from the leg on the active side. */
export type ReplicationState = (typeof REPLICATION_STATES)[number];

export const INSTANCE_STATES = [
  "Stopped",
  "Starting",
  "Running",
  "Provisioning",
  "MemorySync",
  "Synchronized",
  "OutputHeld",
  "GoingLive",
  "Frozen",
  "Crashed",
  "Restarting",
  "CrashedMtbfExceeded",
  "Unknown",
] as const;
export type InstanceState = (typeof INSTANCE_STATES)[number];

export const PROTECTION_STATES = [
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
/** The headline of a machine. Never better than the truth. */
export type ProtectionState = (typeof PROTECTION_STATES)[number];

export const PAIR_STATES = [
  "Normal",
  "SingleHost",
  "Partitioned",
  "WitnessLost",
  "AwaitingQuorum",
  "Down",
  "SplitBrain",
  "Unknown",
] as const;
export type PairState = (typeof PAIR_STATES)[number];

export const LEASE_STATES = ["Held", "Over", "Unknown"] as const;
/** What the witness has promised a host for the machines that it owns. */
export type LeaseState = (typeof LEASE_STATES)[number];

export const SEVERITIES = ["critical", "major", "minor", "warning", "indeterminate"] as const;
export type Severity = (typeof SEVERITIES)[number];

export const OPERATOR_STATES = ["none", "acknowledged", "closed", "shelved"] as const;
export type OperatorState = (typeof OPERATOR_STATES)[number];

export const MAINTENANCE_STATES = [
  "Requested",
  "Prechecked",
  "Evacuating",
  "InMaintenance",
  "Finalizing",
  "Resyncing",
  "Verified",
  "Aborted",
] as const;
export type MaintenanceState = (typeof MAINTENANCE_STATES)[number];

export const TASK_STATES = ["running", "succeeded", "failed", "cancelled"] as const;
export type TaskState = (typeof TASK_STATES)[number];

export const INCIDENT_PHASES = ["detected", "decided", "acted", "restored"] as const;
/** The four moments of an incident: detected → decided → acted → redundancy restored. */
export type IncidentPhase = (typeof INCIDENT_PHASES)[number];
