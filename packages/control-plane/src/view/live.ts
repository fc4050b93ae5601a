import type { PairsHeard } from "@v-available/domain/pairs-heard";

export const TOUCHED_KINDS = [
  "site",
  "host",
  "free-host",
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
  "policy",
  "work-plan",
  "audit",
  "rollout",
  "view",
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
  /** By its adapter: a pair that was heard longer ago than the bound is Unknown with its machines. */
  readonly pairsHeard: PairsHeard;
}

export type LiveMessage =
  | (SignOfLife & { readonly type: "change"; readonly touched: readonly Touched[] })
  /** Nothing changed; sent each second. */
  | (SignOfLife & { readonly type: "alive" })
  /** The stream cannot continue from where the reader was: refetch everything. */
  | (SignOfLife & { readonly type: "reset" });
