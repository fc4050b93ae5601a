/** Times of the domain contract §8. Those marked † there are our own defaults; every one is configurable. */
export interface Timing {
  readonly ftHeartbeatMs: number;
  readonly ftSuspectMs: number;
  readonly haHeartbeatMs: number;
  readonly haDeadMs: number;
  readonly leaseMs: number;
  readonly leaseMarginMs: number;
  /** How often a host renews its lease; a third of the lease or less. */
  readonly leaseRenewMs: number;
  /** How long a request to the witness may take before the witness counts as not answering. */
  readonly witnessTimeoutMs: number;
  /** How much later than the active side a standby enters the race for the token. */
  readonly standbyDelayMs: number;
  /** How long the witness must be gone for both hosts before they designate a sole survivor. */
  readonly designateAfterMs: number;
}

export const DEFAULT_TIMING: Timing = {
  ftHeartbeatMs: 100,
  ftSuspectMs: 300,
  haHeartbeatMs: 1_000,
  haDeadMs: 15_000,
  leaseMs: 10_000,
  leaseMarginMs: 2_000,
  leaseRenewMs: 2_500,
  witnessTimeoutMs: 1_000,
  standbyDelayMs: 1_000,
  designateAfterMs: 30_000,
};

/** An observation of a pair older than this is Unknown (†). */
export const STALE_AFTER_MS = 5_000;
/** Failover targets (†) and figures that predictions quote. */
export const FT_BLIP_P50_MS = 500;
export const FT_BLIP_MAX_MS = 1_500;
export const STANDBY_LOSS_HOLD_MAX_MS = 350;
export const GUEST_BOOT_MS = { linux: 30_000, windows: 75_000, other: 20_000 } as const;
/**
 * A machine that is restarted waits at most so long (†) for those that go before it: the slowest guest boots and its
 * application starts within that.
 */
export const RESTART_WAIT_MS = 120_000;
export const HOST_BOOT_MS = 300_000;
/** How often Disaster Recovery makes a consistent point. */
export const RECOVERY_CHECKPOINT_MS = 5_000;
export const LINK_CLEAR_HOLD_OFF_MS = 60_000;
export const HARDWARE_CLEAR_HOLD_OFF_MS = 600_000;
