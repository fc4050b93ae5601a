import { GUEST_BOOT_MS, HOST_BOOT_MS, RECOVERY_CHECKPOINT_MS } from "@v-available/domain/timing";
import { DEFAULT_PROTOCOL_TIMING, type ProtocolTiming } from "@v-available/pair-protocol/timing";
import type { SimVm } from "./world/machine";

/** Times and rates of the simulated hardware; all in the image, so that a restart can't change them midway. */
export interface Settings {
  readonly timing: ProtocolTiming;
  readonly hostBootMs: number;
  readonly guestBootMs: Readonly<Record<SimVm["guest"], number>>;
  /** From a guest that is up to an application that answers. */
  readonly applicationStartMs: number;
  readonly agentRestartMs: number;
  /** How long a guest may not answer its host until that counts it as hung. */
  readonly guestHangMs: number;
  /** How far a standby may fall behind until it is dropped. */
  readonly standbyLagMs: number;
  /** How long a disk may be slow until the copies on it are given up, where the partner's are as good. */
  readonly slowDiskMs: number;
  /** From the loss of the last byte of a mirror's path to the host knowing it. */
  readonly mirrorLossDetectMs: number;
  /** Of a resync on a 1 GbE and on a 10 GbE link. */
  readonly resyncBytesPerSecond: { readonly gbe1: number; readonly gbe10: number };
  /** Memory on its way to the partner, at least, whatever the link carries. */
  readonly leastMemoryBytesPerSecond: number;
  readonly checkpointMs: number;
  /** From one point of an asynchronous copy to the next. */
  readonly recoveryCheckpointMs: number;
  readonly rhythm: {
    /** A pair says at least this often that it is heard. */
    readonly pairMs: number;
    /** Figures of hosts, links and machines. */
    readonly figuresMs: number;
    readonly signOfLifeMs: number;
    /** Changes that are nearer than this are told together. */
    readonly foldMs: number;
    /** A pair in which nothing has happened for so long is not simulated until something does; null: every pair always is. */
    readonly napAfterMs: number | null;
  };
}

/** The times of the domain contract, and what the simulated hardware adds to them. */
export const DEFAULT_SETTINGS: Settings = {
  timing: DEFAULT_PROTOCOL_TIMING,
  hostBootMs: HOST_BOOT_MS,
  guestBootMs: GUEST_BOOT_MS,
  applicationStartMs: 20_000,
  agentRestartMs: 2_000,
  guestHangMs: 30_000,
  slowDiskMs: 30_000,
  standbyLagMs: 1_000,
  mirrorLossDetectMs: 250,
  resyncBytesPerSecond: { gbe1: 33e6, gbe10: 240e6 },
  leastMemoryBytesPerSecond: 0,
  checkpointMs: 100,
  recoveryCheckpointMs: RECOVERY_CHECKPOINT_MS,
  rhythm: { pairMs: 2_000, figuresMs: 5_000, signOfLifeMs: 1_000, foldMs: 50, napAfterMs: 10_000 },
};
