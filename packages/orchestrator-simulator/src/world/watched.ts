/** What a crowd of clients has asked, and what became of it. */
export interface SimRequests {
  /** Changes whenever something else answers, or the same anew: answers of an older one are void. */
  run: number;
  sent: number;
  answered: number;
  failed: number;
  /** Numbers given to writes, and the newest that was acknowledged and is still believed to be there. */
  written: number;
  acknowledged: number;
  /** Acknowledged writes that were not there any more. */
  lostWrites: number;
  /** How often all connections, and the memory behind them, were gone. */
  connectionsDropped: number;
  waiting: { readonly number: number; readonly sentAtMs: number; readonly write: number | null }[];
  /** The application answers from then on. */
  answersFromMs: number;
  coldSinceMs: number | null;
  lastAnswerAtMs: number;
  longestSilenceMs: number;
  /** From the first request that was answered late or never to the end of the last such; absent where none was. */
  late?: { readonly fromMs: number; readonly untilMs: number };
}

/** What a console has heard of the hosts' records. */
export interface SimConsole {
  /** In the journal: what comes after it is asked for. */
  position: number;
  /** The newest number of each host. */
  readonly lastOf: Record<string, number>;
  heard: number;
  /** Of those: what it heard later than it was written, and by how much at the most. */
  late: number;
  longestWaitMs: number;
  /** Numbers that it did not get, or not in order. */
  missing: number;
}

export interface SimPlain {
  run: number;
  state: "running" | "silent" | "checking" | "booting";
  /** The newest write on its disk, and on the last copy of that disk. */
  written: number;
  copied: number;
  copiedAtMs: number;
  lostAtMs: number | null;
}
