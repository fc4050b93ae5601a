import type { LiveMessage } from "./view/live";

/** The stream of what changed, one for each process, shared by all who read it. */
export interface Live {
  /** The newest revision known here. */
  readonly revision: number;
  /**
   * Everything after `after` without a gap, then what comes, with a sign of life each second.
   * @param after the revision of the last message taken; null where there was none: the first message is then a reset,
   * since what was read before the stream began may be older than it
   */
  changes(options: { after: number | null; signal: AbortSignal }): AsyncIterable<LiveMessage>;
  stop(): Promise<void>;
}
