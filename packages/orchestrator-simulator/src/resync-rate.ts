/**
 * How a line is shared by copies of which each may take so much of it: evenly, none more than its own limit, and all
 * together no more than the largest of the limits. What one leaves goes to the others.
 * @param limits of each copy, in bytes per second; all are positive
 */
export function resyncRates(wholeBytesPerSecond: number, limits: readonly number[]): readonly number[] {
  const whole = Math.min(wholeBytesPerSecond, Math.max(...limits));
  const even = whole / limits.length;
  if (limits.every((limit) => limit >= even)) return limits.map(() => even);
  const rates = limits.map(() => 0);
  let left = whole;
  let sharers = limits.length;
  for (const at of [...limits.keys()].sort((one, other) => (limits[one] as number) - (limits[other] as number))) {
    const rate = Math.min(limits[at] as number, left / sharers);
    rates[at] = rate;
    left -= rate;
    sharers -= 1;
  }
  return rates;
}
