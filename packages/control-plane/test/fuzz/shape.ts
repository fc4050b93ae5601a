import { SETTINGS_OF_PACE } from "@v-available/orchestrator-simulator/pace";
import type { Settings } from "@v-available/orchestrator-simulator/setting";

type Range = readonly [least: number, most: number];

/** How large worlds are. */
export interface Dimensions {
  readonly runs: number;
  /** Of each run. */
  readonly machines: Range;
  readonly ops: Range;
  readonly deskOps: Range;
  readonly longestGapMs: number;
  /** How far time goes at once. */
  readonly stepMs: number;
  /** At most one transaction of the watch in this time. */
  readonly batchMs: number;
  /** Figures are no part of what is judged, and each time they are written costs a transaction. */
  readonly measureMs: number;
  readonly lookEveryMs: number;
  readonly writesPerSecond: number;
  readonly settings: Settings;
  /** Whether the end waits until every hold-off is over and every alarm cleared. */
  readonly waitsForCalm: boolean;
}

const { brisk } = SETTINGS_OF_PACE;
/** What takes long without anything being decided takes less, and figures hardly ever move. */
const HASTY: Settings = {
  ...brisk,
  timing: { ...brisk.timing, ftHeartbeatMs: 200, ftSuspectMs: 600 },
  hostBootMs: 2_000,
  // At the rate of the links: much can happen in the midst of it.
  leastMemoryBytesPerSecond: 0,
  applicationStartMs: 200,
  agentRestartMs: 1_000,
  guestHangMs: 1_500,
  guestBootMs: { linux: 500, windows: 500, other: 500 },
  rhythm: { ...brisk.rhythm, pairMs: 1_000, figuresMs: 30_000 },
};

/**
 * A partner counts as dead long before its lease ends, as where heartbeats are quick: whoever takes over has to wait, and
 * whoever is cut off has to end what it runs.
 */
const LEASED: Settings = {
  ...HASTY,
  timing: { ...HASTY.timing, haHeartbeatMs: 300, haDeadMs: 1_500, leaseMs: 4_000, leaseRenewMs: 500 },
};

/** For every build: many runs share a control plane, because a transaction of its watch costs nearly the same for one as for all. */
const SHORT: Dimensions = {
  runs: 100,
  machines: [2, 4],
  ops: [4, 8],
  deskOps: [4, 12],
  longestGapMs: 4_000,
  stepMs: 1_000,
  batchMs: 2_000,
  measureMs: 2_000,
  lookEveryMs: 5_000,
  writesPerSecond: 0.5,
  settings: HASTY,
  waitsForCalm: false,
};

/** Long ones go on for minutes, and every machine is looked after until all is calm. */
export const SHAPES = {
  short: SHORT,
  leased: { ...SHORT, writesPerSecond: 2, settings: LEASED },
  long: {
    runs: 2,
    machines: [2, 4],
    ops: [8, 40],
    deskOps: [0, 12],
    longestGapMs: 15_000,
    stepMs: 1_000,
    batchMs: 500,
    measureMs: 2_000,
    lookEveryMs: 1_000,
    writesPerSecond: 2,
    settings: brisk,
    waitsForCalm: true,
  },
} as const satisfies Record<string, Dimensions>;

export type Shape = keyof typeof SHAPES;
