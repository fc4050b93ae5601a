import {
  DEFAULT_TARGET_RPO_MS,
  FAULT_TOLERANCE,
  HIGH_AVAILABILITY,
  type Protection,
  REMOTE_AVAILABILITY,
  UNPROTECTED,
  withRecovery,
} from "./level";
import type { Recurrence } from "./maintenance-window";
import { MTBF_THRESHOLD_MS, type MtbfPolicy, type MtbfSubject } from "./mtbf";

/** What must answer first: one machine by its name, or all that carry a label. */
export type RestartAfter = { readonly machine: string } | { readonly label: string };

/** When planned work may be done on its machines. */
export interface PolicyWindow {
  readonly name: string;
  /** An IANA name: "Europe/Oslo". */
  readonly timeZone: string;
  readonly recurrence: Recurrence;
}

/** A named composition with what it promises. */
export interface Policy {
  readonly name: string;
  readonly protection: Protection;
  /** Back within this after the loss of a host (of a site, where copies are at two). Null: nothing is promised. */
  readonly targetRtoMs: number | null;
  /** Acknowledged writes older than this are kept. Null: nothing is promised. */
  readonly targetRpoMs: number | null;
  /** 1 is restarted first. */
  readonly restartPriority: 1 | 2 | 3 | 4 | 5;
  /** What must answer before a machine of this policy is restarted. */
  readonly restartAfter: readonly RestartAfter[];
  /** Waited for after that, before it is started. */
  readonly startDelayMs: number;
  /** A window of this policy, by its name. */
  readonly failback: "stay" | "at-once" | { readonly window: string };
  readonly mtbf: MtbfPolicy;
  /** Mean gaps under which a part is latched out of service. */
  readonly mtbfThresholdMs: Readonly<Record<MtbfSubject, number>>;
  /** A proof is due this often; null where none is asked for. */
  readonly drillEveryDays: number | null;
  /** How much of the availability links a resync of its machines may take. */
  readonly resyncShareRatio: number;
  readonly windows: readonly PolicyWindow[];
}

/** Promises of the levels (domain contract §5); all are defaults. */
export const LEVEL_TARGETS = {
  unprotected: { targetRtoMs: null, targetRpoMs: null },
  "high-availability": { targetRtoMs: 180_000, targetRpoMs: 0 },
  "fault-tolerance": { targetRtoMs: 1_500, targetRpoMs: 0 },
  "remote-availability": { targetRtoMs: 240_000, targetRpoMs: 0 },
  "disaster-recovery": { targetRtoMs: 900_000, targetRpoMs: DEFAULT_TARGET_RPO_MS },
} as const;
export type PolicyPreset = keyof typeof LEVEL_TARGETS;

const preset = (name: string, protection: Protection, level: PolicyPreset): Policy => ({
  name,
  protection,
  ...LEVEL_TARGETS[level],
  restartPriority: 3,
  restartAfter: [],
  startDelayMs: 0,
  failback: "stay",
  mtbf: "use-threshold",
  mtbfThresholdMs: MTBF_THRESHOLD_MS,
  drillEveryDays: level === "unprotected" ? null : 90,
  resyncShareRatio: 0.5,
  windows: [],
});

/** The four names of the product, and none at all. Disaster Recovery adds to any: here to High Availability. */
export const POLICY_PRESETS: Readonly<Record<PolicyPreset, Policy>> = {
  unprotected: preset("Unprotected", UNPROTECTED, "unprotected"),
  "high-availability": preset("High Availability", HIGH_AVAILABILITY, "high-availability"),
  "fault-tolerance": preset("Fault Tolerance", FAULT_TOLERANCE, "fault-tolerance"),
  "remote-availability": preset("Remote Availability", REMOTE_AVAILABILITY, "remote-availability"),
  "disaster-recovery": preset(
    "High Availability with Disaster Recovery",
    withRecovery(HIGH_AVAILABILITY),
    "disaster-recovery",
  ),
};

/** "Fault Tolerance, two sites, with Disaster Recovery": any composition in words. */
export function protectionWords(protection: Protection): string {
  const base =
    protection.mirror === "none"
      ? "Unprotected"
      : protection.compute === "lockstep"
        ? "Fault Tolerance"
        : protection.separation === "site"
          ? "Remote Availability"
          : "High Availability";
  const sites = protection.separation === "site" && base === "Fault Tolerance" ? " across two sites" : "";
  return `${base}${sites}${protection.recovery === "none" ? "" : " with Disaster Recovery"}`;
}
