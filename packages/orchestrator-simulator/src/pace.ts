import type { Settings } from "./setting";
import { DEFAULT_SETTINGS } from "./setting";

export const PACES = ["real", "brisk"] as const;
export type Pace = (typeof PACES)[number];

/** How long things take in a simulated world. Brisk is for demonstrations and tests that can't wait for a guest to boot or a disk to be copied. */
export const SETTINGS_OF_PACE: Readonly<Record<Pace, Settings>> = {
  real: DEFAULT_SETTINGS,
  brisk: {
    ...DEFAULT_SETTINGS,
    timing: {
      ...DEFAULT_SETTINGS.timing,
      haHeartbeatMs: 300,
      haDeadMs: 2_000,
      leaseMs: 2_000,
      leaseMarginMs: 400,
      leaseRenewMs: 500,
      witnessTimeoutMs: 400,
      standbyDelayMs: 300,
      designateAfterMs: 5_000,
      clockSteadyMs: 10_000,
    },
    rhythm: { ...DEFAULT_SETTINGS.rhythm, napAfterMs: 2_000 },
    // No sooner than its partner has called it dead and taken over: a loss is always one loss.
    hostBootMs: 3_000,
    applicationStartMs: 1_000,
    guestHangMs: 3_000,
    slowDiskMs: 3_000,
    // Faster than any link: hundreds of gibibytes in seconds, and still long enough to be seen going on.
    resyncBytesPerSecond: { gbe1: 30e9, gbe10: 60e9 },
    leastMemoryBytesPerSecond: 30e9,
    guestBootMs: { linux: 2_000, windows: 3_000, other: 2_000 },
  },
};
