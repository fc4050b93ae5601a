import type { Side } from "@v-available/domain/state";
import type { Register } from "./register";

/**
 * What hosts ask of the witness, and what it answers. Requests may be lost, delayed, doubled and reordered: every answer
 * is a view of the registers, so a host needs only the newest one. `pairRef` and `side` come from the caller's certificate.
 */
export interface RegisterChange {
  /** The same change asked again has the same id, whatever request carries it; the answer is then the same too. */
  readonly changeId: string;
  readonly vmRef: string;
  /** 0 creates the register, and only then. */
  readonly expectEpoch: number;
  readonly next: { readonly owner: Side; readonly inSync: readonly Side[] };
  /** The asking side vouches that its own instance is stopped and stays so. Needed to hand the ownership over. */
  readonly fenced: boolean;
}

export type WitnessRequest =
  | {
      readonly kind: "renew";
      readonly pairRef: string;
      readonly side: Side;
      readonly requestId: string;
      /** "My instance of every epoch below this one is stopped": confirms the fence to a new owner. */
      readonly fenced: readonly { readonly vmRef: string; readonly epoch: number }[];
    }
  | {
      readonly kind: "compare-and-set";
      readonly pairRef: string;
      readonly side: Side;
      readonly requestId: string;
      /** Judged one by one. */
      readonly changes: readonly RegisterChange[];
    }
  | {
      readonly kind: "remove";
      readonly pairRef: string;
      readonly side: Side;
      readonly requestId: string;
      readonly vmRef: string;
      readonly expectEpoch: number;
    };

export interface RegisterView {
  readonly vmRef: string;
  readonly register: Register;
  /** Who owned it before the present owner; null when nobody did. */
  readonly previousOwner: {
    readonly side: Side;
    /** It has confirmed that its instance is stopped. */
    readonly fenced: boolean;
    /**
     * What is left of the lease that was granted to it before it lost the machine, counted from this answer. Negative
     * once it is over. A restarted witness assumes a full lease from its own start.
     */
    readonly leaseRemainingMs: number;
  } | null;
}

export type CasRefusal = "epoch" | "not-in-sync" | "not-owner" | "missing" | "invalid";

export interface ChangeResult {
  readonly changeId: string;
  readonly vmRef: string;
  readonly won: boolean;
  /** Null when won. */
  readonly because: CasRefusal | null;
  /** Null when the witness has no register of this machine. */
  readonly view: RegisterView | null;
}

interface Reply {
  readonly pairRef: string;
  readonly requestId: string;
  /** Names the durable store. A witness that lost its registers answers under another name and is not believed. */
  readonly storeId: string;
}
export type WitnessReply =
  | (Reply & {
      readonly kind: "renewed";
      /** Counted by the host from the moment it sent the request. Covers only machines that it owns in `registers`. */
      readonly leaseMs: number;
      readonly registers: readonly RegisterView[];
      /** When the partner last renewed; null when not since the witness started. */
      readonly partnerSeenMsAgo: number | null;
    })
  | (Reply & { readonly kind: "judged"; readonly results: readonly ChangeResult[] })
  | (Reply & { readonly kind: "removed"; readonly vmRef: string; readonly removed: boolean });

export interface StoredRegister extends Register {
  /** The change that made it what it is: a late copy of that change is answered "won" again. */
  readonly changeId: string;
  readonly previousOwner: { readonly side: Side; readonly untilEpoch: number; readonly fenced: boolean } | null;
}

/** Must be on disk before the answer leaves. */
export interface WitnessDurable {
  readonly storeId: string;
  readonly pairs: Readonly<Record<string, Readonly<Record<string, StoredRegister>>>>;
}

export interface WitnessState {
  readonly durable: WitnessDurable;
  readonly startedAtMs: number;
  /** When each host's lease was last granted, by `pairRef/side`, on the witness's monotonic clock. */
  readonly grantedAtMs: Readonly<Record<string, number>>;
  /** When the lease of the previous owner of a machine ends, by `pairRef/vmRef`. Absent: assume a full lease from the start. */
  readonly previousLeaseEndsAtMs: Readonly<Record<string, number>>;
}

export interface WitnessOutcome {
  readonly state: WitnessState;
  readonly reply: WitnessReply;
  /** True when `state.durable` changed and must be on disk before the reply is sent. */
  readonly persist: boolean;
}
