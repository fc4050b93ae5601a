/** Limits of the domain contract §5; those marked † there are our own defaults. */
export const ADMISSION_LIMITS = {
  linkUseRatio: 0.7,
  linkUseWarnRatio: 0.6,
  faultToleranceRttMs: 5,
  faultToleranceAdvisedRttMs: 2,
  highAvailabilityRttMs: 5,
  remoteRttMs: 10,
  /** The asynchronous copy has to catch up as well as keep up (†). */
  wanPerWriteRate: 1.3,
  /**
   * Ours (†): an hour without the WAN fits into the journal, which outlasts most outages of a line; a longer one ends in
   * a resync of what has changed.
   */
  journalMs: 3_600_000,
  journalUseWarnRatio: 0.8,
  /** vCPUs for each core of a host that is alone: over one it is slower, over four it is refused. */
  vcpusPerCoreWarn: 1,
  vcpusPerCoreBlock: 4,
} as const;

/** A pair that spans two sites is as far as Remote Availability may be, and its links are no worse for that. */
export const slowRttMs = (spansSites: boolean): number =>
  spansSites ? ADMISSION_LIMITS.remoteRttMs : ADMISSION_LIMITS.highAvailabilityRttMs;
