import type { FaultKind } from "@v-available/domain/fault-kind";
import type { Heed } from "@v-available/domain/heed";
import type { Protection } from "@v-available/domain/level";
import type { Side } from "@v-available/domain/state";
import type { EffectKind } from "./effect";
import type { Message, Path } from "./message";
import type { WitnessReply } from "./witness";

/**
 * All that a host can learn. `nowMs` is the host's monotonic clock (it goes on over a restart of the agent, and starts
 * anew with the host). Drivers report facts, also repeated ones; after `restore` they report for every machine what they
 * find: instance, and where it applies mirror, replica, lockstep, standby. Nothing is started before that.
 */
export type Input = { readonly nowMs: number } & InputFact;

export type InputFact =
  /** At the latest at `wakeAtMs` of the step before. */
  | { readonly kind: "tick" }
  | { readonly kind: "received"; readonly path: Path; readonly message: Message }
  | { readonly kind: "witness-replied"; readonly witnessRef: string; readonly reply: WitnessReply }
  | ({ readonly kind: "instance"; readonly vmRef: string } & InstanceEvent)
  /**
   * `copy`: of which begin-resync it speaks; null for a mirror that was attached at the start or found. What speaks of an
   * older one is not believed. Only a driver whose reports can't be overtaken by its next order may leave it out.
   */
  | ({ readonly kind: "mirror"; readonly vmRef: string; readonly copy?: string | null } & MirrorEvent)
  /** On the standby side: our leg is (not) open for the partner's writes. */
  | { readonly kind: "replica"; readonly vmRef: string; readonly event: "serving" | "stopped" }
  /**
   * On the active side. `synchronized`: checkpoints pass; output and writes wait for the partner from before this was
   * said. `lost`: the standby is gone; output and writes are now held and stay held until `release-output`.
   */
  | {
      readonly kind: "lockstep";
      readonly vmRef: string;
      readonly event: "synchronized" | "lost";
      /** Why the driver itself dropped the standby; absent where it is just not there any more. */
      readonly fault?: StandbyFault;
    }
  /** On the standby side: `ready` to receive memory, `synchronized` after three clean checkpoints, `lost` = no standby. */
  | { readonly kind: "standby"; readonly vmRef: string; readonly event: "ready" | "synchronized" | "lost" }
  /**
   * Our leg's disk. A driver that serves from the partner acknowledges nothing more from `failed` to `detach-leg`, or to
   * the end of the instance, and says it anew after a restart of the agent.
   */
  | {
      readonly kind: "leg";
      readonly vmRef: string;
      readonly event: "failed" | "replaced";
      /** What the driver found to be the matter with what it gives up; a failed disk where it does not say. */
      readonly fault?: LegFault;
    }
  /**
   * Both copies were compared while every write went to both, and some blocks differ. Said to the host whose copy is not
   * the one that the machine reads (`ours`) first, and to the other one. A driver says it anew after a restart of that
   * agent, and copies those blocks with the next begin-resync, whatever else has changed.
   *
   * `either`: the machine has been read on both sides since both were last known to be alike, so that either copy may be
   * the right one. A driver says that anew only where the agent ended before it was written down.
   */
  | {
      readonly kind: "copies-differ";
      readonly vmRef: string;
      readonly wrong: "ours" | "theirs" | "either";
      readonly bytes: number;
    }
  /**
   * The partner is confirmed off (management controller, a person). Whoever says so also keeps it off until it is brought
   * back with `readmitted` in `restore`; the protocol relies on that only where no witness answers.
   */
  | { readonly kind: "partner-fenced"; readonly evidence: string }
  /**
   * The wall clock jumped against the monotonic one. Nothing here counts by the first, but one of the two was wrong: it is
   * said at each jump.
   */
  | { readonly kind: "clock"; readonly stepMs: number }
  | { readonly kind: "command"; readonly commandId: string; readonly command: HostCommand }
  /** An effect could not be carried out. It is tried again or given up here, not in the driver. */
  | { readonly kind: "effect-failed"; readonly effect: EffectKind; readonly vmRef: string; readonly reason: string };

export type InstanceEvent =
  /**
   * It runs (started by us, or found after a restart of the agent). `guardUntilMs`: when the watchdog outside the agent
   * will kill it, as that says; null when it is not armed. `lockstep`: found in lockstep after a restart of the agent.
   */
  | { readonly event: "running"; readonly guardUntilMs: number | null; readonly lockstep?: boolean }
  /**
   * No process of it exists here: said once for the end of each, since later it could be taken for the end of the next.
   * `clean`: it shut down by itself or as asked, and every write is on both legs if it was
   * mirrored. Never clean after a kill, a crash of the process or of the host.
   */
  | { readonly event: "stopped"; readonly clean: boolean }
  /**
   * What runs in the guest answers, for the first time since it was started. A driver that can't hear that says nothing;
   * then nobody waits for it longer than RESTART_WAIT_MS.
   */
  | { readonly event: "answers" }
  /** The guest died inside a live process. */
  /** `hung`: it says nothing of a crash, it does not answer for so long that it counts as one. */
  | { readonly event: "guest-crashed"; readonly hung?: boolean }
  /** In a planned switch: paused, every write on both legs, and it stays paused until `complete-` or `cancel-migration`. */
  | { readonly event: "switchover-ready" };

export type MirrorEvent =
  /** Synchronous: all data is on both legs and every write waits for both. A loss now holds writes by itself. */
  | { readonly event: "established" }
  /** The partner's leg does not answer. If it was established, writes are held until `release-writes`. */
  | { readonly event: "lost" }
  | {
      readonly event: "resyncing";
      readonly outOfSyncBytes: number;
      readonly totalBytes: number;
      readonly bytesPerSecond: number;
    };

/** Why a leg can't be counted on any more. */
export type LegFault = Extract<FaultKind, "disk-failed" | "disk-slow" | "controller-failed">;

/** Why a standby that answers can't be counted on. */
export type StandbyFault = Extract<FaultKind, "replica-divergence" | "standby-lag">;

/** Why a host itself changes something of a machine. */
export interface Reason {
  /** What is wrong with the host, if anything is. */
  readonly faultKind: FaultKind | null;
  /** "dimm-0 of lit-a may fail" */
  readonly words: string;
}

/** Given to the side that owns the machine (for `create`: that shall). Answered by accept-command or refuse-command. */
export type HostCommand =
  /** The partner is replaced: the member with this number takes its side. */
  | { readonly kind: "admit-partner"; readonly member: number }
  | {
      readonly kind: "create";
      readonly vmRef: string;
      readonly name: string;
      readonly spec: string;
      readonly declared: Protection;
      readonly desiredPower: "on" | "off";
    }
  /** Another name or other hardware for a machine that is off: it starts with them the next time, on either host. */
  | { readonly kind: "define"; readonly vmRef: string; readonly name: string; readonly spec: string }
  /** What of its policy this pair acts on from now on, whatever the machine does at the moment. */
  | { readonly kind: "heed"; readonly vmRef: string; readonly heed: Heed }
  | { readonly kind: "delete"; readonly vmRef: string }
  | { readonly kind: "start"; readonly vmRef: string }
  | { readonly kind: "stop"; readonly vmRef: string }
  /** `because` is absent where a person asked */
  | { readonly kind: "protect"; readonly vmRef: string; readonly declared: Protection; readonly because?: Reason }
  | { readonly kind: "switch-active"; readonly vmRef: string; readonly to: Side; readonly because?: Reason }
  /** Its machines leave this host, and then it starts nothing until `leave-maintenance`. */
  | { readonly kind: "enter-maintenance" }
  /** Also before all have left: what has moved stays where it is. */
  | { readonly kind: "leave-maintenance" }
  /** Start here without the quorum. A person signs and names what may be lost. */
  | { readonly kind: "override"; readonly vmRef: string; readonly signedBy: string; readonly loss: string }
  /**
   * This side's leg is given up for the partner's, and may be overwritten: it ends a split brain, or says of two legs that
   * differ that the partner's is the right one. Not only the owner takes it.
   */
  | { readonly kind: "discard-leg"; readonly vmRef: string; readonly signedBy: string; readonly loss: string };
