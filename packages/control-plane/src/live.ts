import type { LiveMessage } from "./view/live";

/** The stream of what changed, one for each process, shared by all who read it. */
export interface Live {
  /**
   * Everything after `after` without a gap, then what comes, with a sign of life each second.
   * @param after the revision of the last message taken; null starts from now
   */
  changes(options: { after: number | null; signal: AbortSignal }): AsyncIterable<LiveMessage>;
}
