/**
 * When each of many pairs was last heard, in milliseconds of the wall clock. Where nothing happens most of them were at the
 * same moment: that is said once, so that a fleet of thousands fits into a message each second.
 */
export interface PairsHeard {
  readonly mostAtMs: number;
  /** By pair: those that were heard at another time. */
  readonly othersAtMs: Readonly<Record<string, number>>;
}

export const NO_PAIR_HEARD: PairsHeard = { mostAtMs: 0, othersAtMs: {} };

export const pairHeardAtMs = ({ mostAtMs, othersAtMs }: PairsHeard, pairId: string): number =>
  othersAtMs[pairId] ?? mostAtMs;

export function pairsHeard(atMsOf: Readonly<Record<string, number>>): PairsHeard {
  const counts = new Map<number, number>();
  for (const id in atMsOf) counts.set(atMsOf[id] ?? 0, (counts.get(atMsOf[id] ?? 0) ?? 0) + 1);
  let [mostAtMs, most] = [0, 0];
  for (const [atMs, count] of counts) if (count > most) [mostAtMs, most] = [atMs, count];
  const othersAtMs = Object.fromEntries(Object.entries(atMsOf).filter(([, atMs]) => atMs !== mostAtMs));
  return { mostAtMs, othersAtMs };
}
