/** What two hosts must have to become a pair (†: ours where the contract of the levels gives no number). */
export const PAIR_LIMITS = {
  availabilityLinks: 2,
  /** Less does not carry the host's own work beside machines (†). */
  leastMemoryMiB: 8 * 1024,
  leastDiskMiB: 64 * 1024,
  /** Below that share of the other host the difference is said (†). */
  alikeRatio: 0.95,
  /** Measured, of each link: a 1 GbE port gives as much; the resync of the contract is 33 MB/s on it (†). */
  leastLinkBytesPerSecond: 100_000_000,
  /** Measured, of each link: a 10 GbE port gives as much; the resync of the contract is 240 MB/s on it (†). */
  advisedLinkBytesPerSecond: 1_000_000_000,
  /** From there on what is sent again costs more than the line's own delay (†). */
  lossRatio: 0.001,
  /** A compare-and-set at the witness takes 5 to 50 ms by the contract. */
  witnessRttMs: 50,
  /** Half of what a host waits for an answer before the witness counts as gone (†). */
  witnessMostRttMs: 500,
} as const;
