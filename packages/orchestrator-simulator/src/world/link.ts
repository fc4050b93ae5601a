import type { LinkKind, Side } from "@v-available/domain/state";

/** What a fault does to a link that goes on carrying. */
export interface LinkBurden {
  /** One way. */
  readonly addedDelayMs: number;
  /** Of what is sent, 0 to 1. */
  readonly lossRatio: number;
  /** Of the bandwidth, 0 to 1: what others send over the same line. */
  readonly takenRatio?: number;
}

/** A port that goes up and down, and what its hosts do about it. */
export interface LinkFlaps {
  readonly faultId: string;
  readonly run: number;
  /** The newest few. */
  lossTimesMs: number[];
  service: "in" | "at-risk" | "out";
}

export interface SimLink {
  readonly ref: string;
  readonly pairRef: string;
  readonly kind: LinkKind;
  /** Absent where it goes through none, and in worlds that knew of none. */
  readonly switchName?: string;
  readonly bandwidthBytesPerSecond: number;
  readonly delayMs: number;
  /** Such a round trip and no more is expected of it. Absent in worlds that were written down before pairs could span sites. */
  readonly slowRttMs?: number;
  /** By fault. Absent in worlds that were written down before links could be burdened. */
  burdens?: Record<string, LinkBurden>;
  flaps?: LinkFlaps;
  /** Faults that hold it down, by id. */
  cutBy: string[];
  sinceMs: number;
  /** When the newest message each way arrives: a path keeps order. */
  lastArrivalMs: Record<Side, number>;
}
