export const TOUCHED_KINDS = [
  "site",
  "host",
  "pair",
  "link",
  "witness",
  "vm",
  "fault",
  "alarm",
  "incident",
  "event",
  "task",
  "adapter",
] as const;
export type TouchedKind = (typeof TOUCHED_KINDS)[number];

export interface Touched {
  readonly kind: TouchedKind;
  readonly id: string;
  /**
   * "state": refetch what shows it at once. "measure": only figures moved (load, lag, round trips, resync progress);
   * a page may refetch at its leisure, at most once a second.
   */
  readonly what: "state" | "measure";
}

interface SignOfLife {
  /** The newest committed revision; also the tracked id of the message. */
  readonly revision: number;
  readonly nowMs: number;
  /** When each adapter was last heard, by adapter name. */
  readonly adapterObservedAtMs: Readonly<Record<string, number | null>>;
  /** When each pair was last heard by its adapter, by pair id: older than the bound, it and its machines are Unknown. */
  readonly pairObservedAtMs: Readonly<Record<string, number>>;
}

export type LiveMessage =
  | (SignOfLife & { readonly type: "change"; readonly touched: readonly Touched[] })
  /** Nothing changed; sent each second. */
  | (SignOfLife & { readonly type: "alive" })
  /** The stream cannot continue from where the reader was: refetch everything. */
  | (SignOfLife & { readonly type: "reset" });
