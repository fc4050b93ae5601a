/**
 * Milliseconds of CLOCK_MONOTONIC. All processes of a host read the same clock, so a deadline that the agent writes
 * means the same to the warden; it does not jump when the wall clock is set.
 */
export const monotonicMs = (): number => Number(process.hrtime.bigint() / 1_000n) / 1_000;
