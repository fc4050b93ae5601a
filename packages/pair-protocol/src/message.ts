import type { Side } from "@v-available/domain/state";
import type { HostMaintenance, Move, Seat, VmIntent } from "./durable";
import type { Register } from "./register";

/** The ways between the two hosts. The same heartbeat goes out on all of them. */
export const PATHS = ["link-a", "link-b", "management"] as const;
export type Path = (typeof PATHS)[number];

/** What a host says of one machine. Everything in it is durable at the sender or a plain fact. */
export interface VmReport {
  readonly vmRef: string;
  readonly intent: VmIntent;
  readonly register: Register;
  readonly yieldedEpoch: number | null;
  readonly alone: boolean;
  readonly instance: "unknown" | "stopped" | "starting" | "running" | "stopping" | "paused";
  /** The active side runs it in lockstep in this register's epoch. It leaves lockstep only by raising the epoch. */
  readonly lockstep: boolean;
  /**
   * "I do not own it, and I will not ask for its token before haDeadMs after I received the heartbeat echoed here."
   * The owner counts that time from its own sending of the echoed heartbeat, less the margin.
   */
  readonly promise: boolean;
  /** Owner to partner: serve your leg, so that I can copy and mirror to it. */
  readonly wantsReplica: boolean;
  readonly replicaServing: boolean;
  /** Owner to partner: have a standby ready to receive memory. */
  readonly wantsStandby: boolean;
  readonly standbyReady: boolean;
  /** Owner to partner: be ready to receive the running machine (planned switch of the active side). */
  readonly switching: boolean;
  readonly legId: string;
  /** Owner to partner: this leg of yours is the one that I have in sync. Null when none is. */
  readonly vouchedLegId: string | null;
  /** The last epoch in which the sender's leg was in sync; null when it never was, or that is forgotten. */
  readonly legInSyncEpoch: number | null;
  /** The leg holds some whole state of the disk: not broken, not forgotten, not half overwritten by a resync. */
  readonly legUsable: boolean;
  /** The sender runs it all the same, through the receiver's leg. */
  readonly detached: boolean;
  readonly legFailed: boolean;
  readonly splitBrain: boolean;
  /** The sender's leg waits for a person's word whether it or the receiver's is right. Agents of before do not say. */
  readonly undecided?: boolean;
  /** Owner to partner: a person has said that this leg of yours is the right one, and mine is given up for it. */
  readonly rightLegId?: string | null;
}

/** Where the sender asks for registers, and whether they are about to move. All but the offer and the sight is durable. */
export interface SeatReport {
  readonly seat: Seat;
  /** Of the seat. */
  readonly storeId: string | null;
  readonly closedTerm: number;
  readonly move: Move | null;
  /** Side A to side B: leave the seat for this witness. */
  readonly offer: { readonly term: number; readonly to: string } | null;
  /** The witnesses that the sender sees, and for how long without a gap. Empty where there is but one. */
  readonly seesForMs: Readonly<Record<string, number>>;
}

/** The only message between hosts: the whole of what one knows. A newer one replaces all older ones. */
export interface Heartbeat {
  readonly kind: "heartbeat";
  readonly pairRef: string;
  readonly from: Side;
  /** Which member of its side the sender is, and which one it counts as its partner (member.ts). Absent: the first. */
  readonly member?: number;
  readonly partnerMember?: number;
  /** Greater after each restart of the sender. */
  readonly incarnation: number;
  readonly sequence: number;
  /** The sender's own monotonic clock. It comes back in the echo, and means nothing to anybody else. */
  readonly sentAtMs: number;
  /** The sender's present interval: three of them missing make it suspect. */
  readonly everyMs: number;
  /** The newest heartbeat of the receiver that the sender has received. */
  readonly echo: { readonly incarnation: number; readonly sequence: number; readonly sentAtMs: number } | null;
  /** How long the sender has been without the witness; 0 while it answers. */
  readonly witnessLostMs: number;
  readonly seat: SeatReport;
  /** Of the sender. */
  readonly maintenance: HostMaintenance | null;
  readonly vms: readonly VmReport[];
  /** Deleted machines and the last epoch of each: drop your record and your leg. */
  readonly deleted: Readonly<Record<string, number>>;
}

export type Message = Heartbeat;
