/** A level is a composition (domain contract §2.3); the four names of the product are presets of it. */
export interface Protection {
  /** What survives a host: a restart from the disk, or a second running copy. */
  readonly compute: "restart" | "lockstep";
  readonly mirror: "sync" | "none";
  /** Whether the two copies are in one site or in two. */
  readonly separation: "host" | "site";
  readonly recovery: "none" | { readonly targetRpoMs: number };
}

export const DIAL_STOPS = ["unprotected", "high-availability", "fault-tolerance"] as const;
/** The three stops of the dial. Remote and Disaster Recovery are switches beside it, not stops on it. */
export type DialStop = (typeof DIAL_STOPS)[number];

export const UNPROTECTED: Protection = { compute: "restart", mirror: "none", separation: "host", recovery: "none" };
export const HIGH_AVAILABILITY: Protection = { ...UNPROTECTED, mirror: "sync" };
export const FAULT_TOLERANCE: Protection = { ...HIGH_AVAILABILITY, compute: "lockstep" };
export const REMOTE_AVAILABILITY: Protection = { ...HIGH_AVAILABILITY, separation: "site" };
/** Default of the Disaster Recovery target, ours (†). */
export const DEFAULT_TARGET_RPO_MS = 15_000;

export const PROTECTION_OF_STOP = {
  unprotected: UNPROTECTED,
  "high-availability": HIGH_AVAILABILITY,
  "fault-tolerance": FAULT_TOLERANCE,
} as const satisfies Record<DialStop, Protection>;

export function dialStopOf(protection: Protection): DialStop {
  if (protection.mirror === "none") return "unprotected";
  return protection.compute === "lockstep" ? "fault-tolerance" : "high-availability";
}

export const isBelow = (effective: DialStop, declared: DialStop): boolean =>
  DIAL_STOPS.indexOf(effective) < DIAL_STOPS.indexOf(declared);

export const withRecovery = (protection: Protection, targetRpoMs = DEFAULT_TARGET_RPO_MS): Protection => ({
  ...protection,
  recovery: { targetRpoMs },
});
