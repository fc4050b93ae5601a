import type { HostRecord } from "@v-available/domain/observed";
import type { RefusalDetail } from "@v-available/domain/refusal";
import type { Side } from "@v-available/domain/state";
import type { Durable, VmIntent } from "./durable";
import type { Message, Path } from "./message";
import type { WitnessRequest } from "./witness";

/**
 * What a driver shall do, in the order given. `persist` must be on disk (fsync) before anything after it is begun; if that
 * fails, the driver carries out nothing more and ends. Watchdog effects are complete before those after them. The others
 * are begun in order and report back as inputs when done; none needs to be finished before the next begins, except that
 * effects on one machine are carried out one after the other.
 */
export type Effect =
  | { readonly kind: "persist"; readonly durable: Durable }
  | { readonly kind: "send"; readonly path: Path; readonly message: Message }
  | { readonly kind: "ask-witness"; readonly witnessRef: string; readonly request: WitnessRequest }
  /**
   * Start from our own leg. `mirrored`: attach the partner's replica before the first instruction, without copying (the
   * legs are identical), holding writes on its loss; then report mirror established (or lost). Else start with our leg only.
   * After a planned switch (`switch`) an incoming live migration is continued instead, if one is waiting.
   * Reports instance running, or stopped.
   */
  | {
      readonly kind: "start-vm";
      readonly vmRef: string;
      readonly epoch: number;
      readonly why: "start" | "takeover" | "restart" | "switch" | "override";
      readonly mirrored: boolean;
      readonly intent: VmIntent;
    }
  /** End the process at once. Reports instance stopped, unless its end has been reported already. */
  | { readonly kind: "kill-vm"; readonly vmRef: string; readonly why: KillReason }
  /** Ask the guest to power down, kill after the driver's own patience. Reports instance stopped. */
  | { readonly kind: "shut-down-vm"; readonly vmRef: string }
  /** Restart the guest inside its live process. */
  | { readonly kind: "reset-vm"; readonly vmRef: string }
  /** Drop the partner's leg for good (a later resync begins anew), keep a bitmap from here, let held writes go. */
  | { readonly kind: "release-writes"; readonly vmRef: string }
  /**
   * Our leg is gone, and that is written down: let the instance read and write through the partner's replica alone, what
   * waited since the leg refused included. Only for a driver that said it can; it may be said again.
   */
  | { readonly kind: "detach-leg"; readonly vmRef: string }
  /** Open our leg for the partner. Create it if there is none. Reports replica serving, or stopped. */
  | { readonly kind: "serve-replica"; readonly vmRef: string; readonly intent: VmIntent }
  /** Close our leg: no late write of the partner may pass after this. Reports replica stopped. */
  | { readonly kind: "stop-replica"; readonly vmRef: string }
  /**
   * Copy our leg to the partner's replica while the machine runs, then mirror synchronously with hold-on-loss. Writes are
   * not held on failure before `established`. Reports mirror, with this `copy`. `full` false allows the bitmap kept since `release-writes`.
   */
  | {
      readonly kind: "begin-resync";
      readonly vmRef: string;
      readonly copy: string;
      readonly full: boolean;
      readonly to: Side;
    }
  /** Drop copy or mirror. Only ever emitted when the partner's leg is not in the in-sync set. */
  | { readonly kind: "stop-resync"; readonly vmRef: string }
  /** Standby side: have an instance ready to receive memory. Reports standby ready, later synchronized, or lost. */
  | { readonly kind: "prepare-standby"; readonly vmRef: string; readonly intent: VmIntent }
  | { readonly kind: "stop-standby"; readonly vmRef: string }
  /** Active side: from the established mirror into lockstep, in this epoch. Reports lockstep synchronized, or lost. */
  | { readonly kind: "begin-lockstep"; readonly vmRef: string; readonly epoch: number }
  /** Back to the plain mirror; output flows freely again. Emitted only after the epoch was raised. Reports mirror. */
  | { readonly kind: "end-lockstep"; readonly vmRef: string }
  /** Alone from now: drop the standby and the partner's leg, keep a bitmap, let held output and writes go. */
  | { readonly kind: "release-output"; readonly vmRef: string }
  /** Standby side: become the machine from the memory held here. Reports instance running. */
  | { readonly kind: "go-live"; readonly vmRef: string; readonly epoch: number }
  /** Planned switch: bring the instance to a pause with all on both legs. Reports switchover-ready, or stopped (clean). */
  | { readonly kind: "migrate-out"; readonly vmRef: string; readonly to: Side }
  /** Be ready for it. A driver that can't migrate live does nothing here and boots at start-vm. */
  | { readonly kind: "migrate-in"; readonly vmRef: string; readonly intent: VmIntent }
  /** The partner owns it now: let it continue there, then end our process. Reports instance stopped. */
  | { readonly kind: "complete-migration"; readonly vmRef: string }
  /** Resume here (active side), or drop what was prepared (standby side). */
  | { readonly kind: "cancel-migration"; readonly vmRef: string }
  /** The process outside the agent kills these at `untilMs` (host's monotonic clock) unless armed again. */
  | { readonly kind: "arm-watchdog"; readonly deadlines: readonly WatchdogDeadline[] }
  | { readonly kind: "disarm-watchdog"; readonly vmRefs: readonly string[] }
  /** The machine was deleted: remove our leg and all that belongs to it. */
  | { readonly kind: "delete-leg"; readonly vmRef: string }
  | { readonly kind: "record"; readonly record: ProtocolRecord }
  | { readonly kind: "accept-command"; readonly commandId: string }
  | { readonly kind: "refuse-command"; readonly commandId: string; readonly refusal: RefusalDetail };

export type EffectKind = Effect["kind"];
export type EffectOf<Kind extends EffectKind> = Extract<Effect, { kind: Kind }>;

export interface WatchdogDeadline {
  readonly vmRef: string;
  readonly untilMs: number;
}

export type KillReason =
  | "lease-over"
  | "token-lost"
  | "unknown-machine"
  | "handed-over"
  | "deleted"
  | "split-brain"
  | "given-up"
  | "not-wanted";

/** A line for the host's journal; the driver adds source, sequence and time. */
export type ProtocolRecord = Omit<HostRecord, "source" | "sequence" | "atMs" | "pairRef">;
