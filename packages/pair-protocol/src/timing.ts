import { DEFAULT_TIMING, type Timing } from "@v-available/domain/timing";

/** The times of domain contract §8, plus those that only the protocol needs. All of them are configurable. */
export interface ProtocolTiming extends Timing {
  /** How long a mirror may be gone while the partner still answers, before the active side asks to go on alone. */
  readonly mirrorGraceMs: number;
  /** The head start of the active side at Fault Tolerance, where `standbyDelayMs` would cost most of the blip. */
  readonly ftStandbyDelayMs: number;
  /** How long an owner that wants to start mirrored waits for its partner's replica before it starts alone. */
  readonly replicaGraceMs: number;
  /** How long a witness that is preferred to the one in use must have been seen without a gap before it is used again. */
  readonly witnessReturnMs: number;
  /** How long a host whose clock stepped takes over nothing. */
  readonly clockSteadyMs: number;
  /** After a failed effect, and between attempts at anything that answered no. */
  readonly retryMs: number;
  /** The longest pause between attempts at a copy that comes to nothing again and again. */
  readonly copyRetryMaxMs: number;
  /** A guest that crashes more often than this within the window is left down. */
  readonly guestRestartLimit: number;
  readonly guestRestartWindowMs: number;
  /** A machine whose standby had to be dropped this often within the window goes on without one. */
  readonly standbyDropLimit: number;
  readonly standbyDropWindowMs: number;
  /** A machine that is restarted waits at most so long for those that go before it; RESTART_WAIT_MS where it is not given. */
  readonly restartWaitMs?: number;
  /** A planned switch that has not reached its commit point by then is called off and the machine stays. */
  readonly switchTimeoutMs: number;
}

export const DEFAULT_PROTOCOL_TIMING: ProtocolTiming = {
  ...DEFAULT_TIMING,
  mirrorGraceMs: 300,
  ftStandbyDelayMs: 200,
  replicaGraceMs: 5_000,
  witnessReturnMs: 600_000,
  clockSteadyMs: 60_000,
  retryMs: 1_000,
  copyRetryMaxMs: 30_000,
  guestRestartLimit: 3,
  guestRestartWindowMs: 3_600_000,
  standbyDropLimit: 3,
  standbyDropWindowMs: 24 * 3_600_000,
  switchTimeoutMs: 120_000,
};

/** Silence after which the partner is suspected. Only a suspicion: it makes a host ask the witness, nothing more. */
export const suspectAfterMs = (timing: ProtocolTiming, heartbeatMs: number): number =>
  heartbeatMs === timing.ftHeartbeatMs ? timing.ftSuspectMs : 3 * heartbeatMs;

/** The witness counts as lost when nothing came for a renewal period and two timeouts. */
export const witnessLostAfterMs = (timing: ProtocolTiming): number => timing.leaseRenewMs + 2 * timing.witnessTimeoutMs;
