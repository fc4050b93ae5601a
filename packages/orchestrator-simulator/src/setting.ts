import { GUEST_BOOT_MS, HOST_BOOT_MS, RECOVERY_CHECKPOINT_MS } from "@v-available/domain/timing";
import { DEFAULT_PROTOCOL_TIMING } from "@v-available/pair-protocol/timing";
import type { Settings } from "./world";

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
  checkpointMs: 100,
  recoveryCheckpointMs: RECOVERY_CHECKPOINT_MS,
  rhythm: { pairMs: 2_000, figuresMs: 5_000, signOfLifeMs: 1_000, foldMs: 50, napAfterMs: 10_000 },
};
