/** Bounds of what a policy may say; all are ours (†). */
export const POLICY_LIMITS = {
  nameLength: 63,
  targetMs: { min: 0, max: 7 * 86_400_000 },
  startDelayMs: { min: 0, max: 3_600_000 },
  mtbfMs: { min: 1_000, max: 365 * 86_400_000 },
  drillEveryDays: { min: 1, max: 3_650 },
  resyncShareRatio: { min: 0.05, max: 1 },
  restartAfter: 32,
  windows: 16,
  /** A window is planned work, not the normal state: a week at most. */
  windowMinutes: 7 * 1_440,
} as const;
