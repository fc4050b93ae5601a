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

const plain = (heed: Heed = NO_HEED) => [
  heed.resyncShareRatio,
  heed.restart.priority,
  [...heed.restart.after].sort(),
  heed.restart.delayMs,
  heed.mtbf.policy,
  ...(["link", "agent", "vm", "disk", "host"] as const).map((subject) => heed.mtbf.thresholdMs[subject]),
];
