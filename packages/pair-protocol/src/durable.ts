import type { Heed } from "@v-available/domain/heed";
import type { Protection } from "@v-available/domain/level";
import type { Side } from "@v-available/domain/state";
import type { Register } from "./register";

/** What people asked for. Only the owner changes it; the partner learns it from heartbeats. */
export interface VmIntent {
  /** Grows by one with every change. */
  readonly version: number;
  readonly name: string;
  /** The driver's own description of the machine (vCPUs, memory, disk, MAC …) as JSON: opaque here. */
  readonly spec: string;
  readonly declared: Protection;
  readonly desiredPower: "on" | "off";
  /** What of its policy this pair acts on; absent where nothing was said of it. */
  readonly heed?: Heed;
}

export const CHANGE_PURPOSES = [
  "create",
  "go-solo",
  "take-over",
  "add-partner",
  "hand-over",
  "give-up",
  "leave-lockstep",
  "end-designation",
] as const;
export type ChangePurpose = (typeof CHANGE_PURPOSES)[number];

/**
 * A compare-and-set whose outcome is not known. It is durable before it is sent, because a copy of it may still win
 * long after the agent that sent it is gone.
 */
export interface PendingChange {
  readonly changeId: string;
  readonly purpose: ChangePurpose;
  readonly expectEpoch: number;
  readonly next: { readonly owner: Side; readonly inSync: readonly Side[] };
  readonly fenced: boolean;
}

/** The witness that holds the registers of the pair, in this term. */
export interface Seat {
  readonly term: number;
  readonly witnessRef: string;
}

/**
 * This host has left its seat for another one: `left` asks no seat until it knows whether the term began; `abandoned` no
 * longer believes the new witness, only the partner's word.
 */
export interface Move {
  readonly term: number;
  readonly to: string;
  readonly stage: "left" | "abandoned";
}

export interface DurableVm {
  readonly vmRef: string;
  readonly intent: VmIntent;
  /** The newest register known here. Its epoch is this leg's generation. */
  readonly register: Register;
  readonly pending: PendingChange | null;
  /** "I do not take this machine over in this epoch": promised to the partner when both had lost the witness. */
  readonly yieldedEpoch: number | null;
  /** The partner has promised that for this epoch, so this side may go on alone without the witness. */
  readonly designatedEpoch: number | null;
  /** This side has used that right (or an override): since then writes have gone to its leg only, unknown to the witness. */
  readonly alone: boolean;
  /** While we own it: the previous owner's instance is known to be over. */
  readonly fencePassed: boolean;
  /** Names our leg. A host that forgot its records has another leg, whatever the register says of its side. */
  readonly legId: string;
  /** While we own it: the partner's leg that we last brought in sync; null also once that was found to hold wrong blocks. */
  readonly partnerLegId: string | null;
  /** Our leg is new, of unknown content, or holds wrong blocks. Ends only when the owner says that it has this very leg in sync. */
  readonly forgotten: boolean;
  /**
   * Our leg differs from the owner's, and which of the two is right a person has yet to say: until then it is neither
   * filled nor brought up. Only ever of a leg that is forgotten.
   */
  readonly undecided: boolean;
  /** While we own it: the partner's leg that a person has said is the right one. Ours is given up for it, and not brought up. */
  readonly rightLegId: string | null;
  /** The last epoch in which this leg was in sync; null when it never was, or when that is not known any more. */
  readonly legInSyncEpoch: number | null;
  /** Set before the leg is first overwritten by a resync: it is not usable until a newer epoch has it in sync. */
  readonly legInconsistentSince: number | null;
  /** The leg's disk is broken. */
  readonly legFailed: boolean;
  /** The last instance stopped with every write on both legs, so the legs are identical. */
  readonly clean: boolean;
  /** Two histories exist. Nothing is started or overwritten until a person chooses. */
  readonly splitBrain: boolean;
  /** Names the incident that is open for this machine; null when all is well. Kept, so that its last act still names its cause. */
  readonly rootRef: string | null;
}

/** The leg holds some whole state of the disk: not broken, not forgotten, not half overwritten by a resync. */
export const isLegUsable = ({ legInconsistentSince, legFailed, forgotten }: DurableVm): boolean =>
  legInconsistentSince === null && !legFailed && !forgotten;

/**
 * Planned work on a host. `leaving`: its machines move to the partner, and else it does as always. `in`: the partner knows,
 * and nothing is started or taken over here, whatever happens.
 */
export type HostMaintenance = "leaving" | "in";

/** All that a host must not forget. An effect `persist` carries the whole of it. */
export interface Durable {
  /** The witness store in which the registers live; null before the first one. */
  readonly storeId: string | null;
  /** Null while the registers are where they were first: at the first witness of the list, in term 0. */
  readonly seat: Seat | null;
  readonly move: Move | null;
  /** The highest term that is settled: begun, or never to begin. */
  readonly closedTerm: number;
  readonly vms: Readonly<Record<string, DurableVm>>;
  /** Deleted machines, until the partner has heard it: vmRef → last epoch. */
  readonly tombstones: Readonly<Record<string, number>>;
  readonly maintenance: HostMaintenance | null;
  /** Which member of its side the partner is (member.ts). Absent: the first one. */
  readonly partnerMember?: number;
  /** Another host has taken our place. */
  readonly retired?: true;
}

export const EMPTY_DURABLE: Durable = {
  storeId: null,
  seat: null,
  move: null,
  closedTerm: 0,
  vms: {},
  tombstones: {},
  maintenance: null,
};
