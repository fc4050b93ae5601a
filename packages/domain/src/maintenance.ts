import type { HostState, MaintenanceState, Side } from "./state";
import { type Answer, type Verdict, verdict } from "./verdict";

/** Maintenance (domain contract §4): forward one step at a time, abort from any that is not over. */

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
  const own = verdict(MAINTENANCE_FROM_HOST[host]);
  if (!own.allowed) return own;
  return MAINTENANCE_FROM_HOST[partner] === true
    ? own
    : { allowed: false, reason: "Not while its partner cannot carry the machines alone.", untilMs: null };
}

const ON_ITS_WAY: ReadonlySet<HostState> = new Set(["Evacuating", "Maintenance"]);

/** Whether there is anything to end: also before every machine has left. */
export const allowedToLeave = (host: HostState): Verdict =>
  ON_ITS_WAY.has(host) ? { allowed: true } : { allowed: false, reason: "It is not in maintenance.", untilMs: null };

interface MaintenanceBase {
  readonly id: string;
  readonly pairId: string;
  readonly side: Side;
  readonly requestedBy: string;
  readonly requestedAtMs: number;
}
/** Planned work on one host. What is not yet so has no field for it. */
export type Maintenance = MaintenanceBase &
  (
    | { readonly state: "Requested" }
    | { readonly state: "Prechecked"; readonly precheckedAtMs: number }
    | { readonly state: "Evacuating"; readonly evacuatedVms: number; readonly totalVms: number }
    | { readonly state: "InMaintenance"; readonly sinceMs: number; readonly untilMs: number | null }
    | { readonly state: "Finalizing"; readonly sinceMs: number }
    | { readonly state: "Resyncing"; readonly sinceMs: number; readonly etaAtMs: number | null }
    | { readonly state: "Verified"; readonly atMs: number }
    | {
        readonly state: "Aborted";
        readonly atMs: number;
        readonly abortedIn: MaintenanceState;
        readonly reason: string;
      }
  );
