import type { Side } from "@v-available/domain/state";
import type { Register } from "./register";

/**
 * What hosts ask of a witness, and what it answers. Requests may be lost, delayed, doubled and reordered: every answer
 * is a view of the registers, so a host needs only the newest one. `pairRef` and `side` come from the caller's certificate.
 *
 * The registers of a pair live at one witness at a time. Each move to another one begins a new term: a witness answers
 * about registers only in the term that it holds, so what is late of an older term changes nothing (seat.ts).
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

interface Asked {
  readonly pairRef: string;
  readonly side: Side;
  /** Which of the hosts that have had this side it is (member.ts). Absent: the first one. */
  readonly member?: number | undefined;
  readonly requestId: string;
}
interface InTerm extends Asked {
  readonly term: number;
}
export type WitnessRequest =
  | (InTerm & {
      readonly kind: "renew";
      /** "My instance of every epoch below this one is stopped": confirms the fence to a new owner. */
      readonly fenced: readonly { readonly vmRef: string; readonly epoch: number }[];
    })
  | (InTerm & {
      readonly kind: "compare-and-set";
      /** Judged one by one. */
      readonly changes: readonly RegisterChange[];
    })
  /** "Answer this member of the other side from now on, and none before it." */
  | (InTerm & { readonly kind: "admit"; readonly partner: number })
  | (InTerm & { readonly kind: "remove"; readonly vmRef: string; readonly expectEpoch: number })
  /** "Are you there?": asked of the witnesses that do not hold the registers now. */
  | (Asked & { readonly kind: "look" })
  /** "Hold these registers from now on, in this new term." Both hosts have left the witness that held them before. */
  | (InTerm & {
      readonly kind: "take-seat";
      readonly registers: readonly SeatedRegister[];
      readonly members?: Members | undefined;
    })
  /** "Has this term begun? If not, it never shall." Asked by the host that left, once its partner is silent. */
  | (InTerm & { readonly kind: "settle" });

/** The newest member of each side; one that is not named is the first. */
export type Members = Readonly<Partial<Record<Side, number>>>;

export interface SeatedRegister extends Register {
  readonly vmRef: string;
}

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
  /** The term that was asked for; 0 for a look. */
  readonly term: number;
  /** Names the durable store. A witness that lost its registers answers under another name and is not believed. */
  readonly storeId: string;
}
export type WitnessReply =
  | (Reply & {
      readonly kind: "renewed";
      /** Counted by the host from the moment it sent the request. Covers only machines that it owns in `registers`. */
      readonly leaseMs: number;
      readonly registers: readonly RegisterView[];
      /** The newest member of the other side that was admitted; absent: the first one. */
      readonly partnerMember?: number;
      /** When the partner last renewed; null when not since the witness started. */
      readonly partnerSeenMsAgo: number | null;
    })
  | (Reply & { readonly kind: "judged"; readonly results: readonly ChangeResult[] })
  | (Reply & { readonly kind: "removed"; readonly vmRef: string; readonly removed: boolean })
  | (Reply & { readonly kind: "looked" })
  | (Reply & { readonly kind: "admitted"; readonly admitted: boolean })
  /** Another member has its side. */
  | (Reply & { readonly kind: "retired" })
  /** It has not been told of this member. */
  | (Reply & { readonly kind: "not-admitted" })
  /** Whether the term that was asked for has begun here, or never shall. */
  | (Reply & { readonly kind: "seated"; readonly begun: boolean })
  /** It holds no registers of the pair in the term that was asked for. */
  | (Reply & { readonly kind: "other-term" });

export interface StoredRegister extends Register {
  /** The change that made it what it is: a late copy of that change is answered "won" again. */
  readonly changeId: string;
  readonly previousOwner: { readonly side: Side; readonly untilEpoch: number; readonly fenced: boolean } | null;
}

/** The term in which a witness holds (or was asked to hold) a pair's registers. */
export interface StoredSeat {
  readonly term: number;
  /** The term was settled as one that never begins: nothing is held in it. */
  readonly void: boolean;
}

/** Must be on disk before the answer leaves. */
export interface WitnessDurable {
  readonly storeId: string;
  readonly pairs: Readonly<Record<string, Readonly<Record<string, StoredRegister>>>>;
  /** By pair; a pair that never moved its registers here has none, and is in term 0. */
  readonly seats: Readonly<Record<string, StoredSeat>>;
  /** By pair; a pair of which no host was replaced has none. */
  readonly members?: Readonly<Record<string, Members>>;
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
