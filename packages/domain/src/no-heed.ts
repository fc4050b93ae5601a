import type { Heed } from "./heed";
import { DEFAULT_MTBF_RULE } from "./mtbf";

/** What hosts do with a machine of which nothing else was said. */
export const NO_HEED: Heed = {
  resyncShareRatio: 1,
  restart: { priority: 3, after: [], delayMs: 0 },
  mtbf: DEFAULT_MTBF_RULE,
};

/** A machine that nobody has said anything of is as one with nothing to heed. */
export const isSameHeed = (one: Heed | undefined, other: Heed | undefined): boolean =>
  JSON.stringify(plain(one)) === JSON.stringify(plain(other));

function plain(heed: Heed = NO_HEED) {
  const { resyncShareRatio, restart } = heed;
  // A row that was written before there was such a word has none.
  const { policy, thresholdMs } = heed.mtbf ?? DEFAULT_MTBF_RULE;
  const thresholds = (["link", "agent", "vm", "disk", "host"] as const).map((subject) => thresholdMs[subject]);
  return [resyncShareRatio, restart.priority, [...restart.after].sort(), restart.delayMs, policy, ...thresholds];
}
