import type { Side } from "@v-available/domain/state";
import type { Durable } from "./durable";
import type { LegFault } from "./input";
import type { Heartbeat, Path, SeatReport, VmReport } from "./message";
import type { Sight } from "./sight";

/** Who this host is. */
export interface HostIdentity {
  readonly pairRef: string;
  readonly side: Side;
  /** Which of the hosts that have had this side it is (member.ts). Absent: the first one. */
  readonly member?: number;
  /** Names for the journal's sentences and subjects. */
  readonly hostRefs: Readonly<Record<Side, string>>;
  /** In the order in which they are preferred; the same on both hosts. At most one of them holds the registers. */
  readonly witnesses: readonly { readonly ref: string; readonly name: string }[];
  /** The driver can let a running machine go on through the partner's leg when ours is gone (`detach-leg`). */
  readonly servesFromPartner: boolean;
}

/** What runs here, as the driver has said. `unknown` until it has said anything. */
export type LocalInstance = "unknown" | "stopped" | "starting" | "running" | "stopping" | "paused";
export type LocalMirror = "off" | "resyncing" | "established" | "lost";
export type LocalStandby = "none" | "preparing" | "ready" | "synchronized";

export interface EpochSpan {
  readonly fromEpoch: number;
  readonly toEpoch: number;
}

/** Volatile facts and clocks of one machine. Times are this host's monotonic milliseconds. */
export interface VmState {
  readonly vmRef: string;
  instance: LocalInstance;
  /** The guest of a running instance runs in lockstep with the partner's standby. */
  lockstep: "off" | "starting" | "synchronized" | "lost" | "leaving";
  /** Writes or output wait for the token: set by a loss, ended by release. */
  held: boolean;
  mirror: LocalMirror;
  mirrorLostAtMs: number;
  /** The established mirror is in the register: its partner's leg counts. */
  mirrorCommitted: boolean;
  /** Since then the running instance reads and writes through the partner's leg alone, because ours is gone; else null. */
  detachedAtMs: number | null;
  /** What was said of our leg when it failed last; null where nothing was. */
  legFault: LegFault | null;
  resync: { readonly outOfSyncBytes: number; readonly totalBytes: number; readonly bytesPerSecond: number } | null;
  resyncSinceMs: number | null;
  /** The epochs through which the running instance has kept the partner's leg in sync without a gap. */
  mirrored: EpochSpan | null;
  /** The running instance keeps a bitmap since its release: good against a leg that was in sync in one of these epochs. */
  bitmap: EpochSpan | null;
  /** Copies in a row that came to nothing: the next one waits the longer for it. */
  copiesInVain: number;
  /** The partner's leg that the copy under way (or the mirror from it) goes to. */
  resyncLegId: string | null;
  /** Names that copy among all that were begun here; null for a mirror that began otherwise. */
  copy: string | null;
  replica: "off" | "opening" | "serving" | "closing";
  standby: LocalStandby;
  /** The newest epoch in which the owner said "in lockstep" while our standby was synchronized. */
  standbyEpoch: number | null;

  /** The witness lease covers this machine until then. */
  leaseUntilMs: number;
  /** The partner has promised not to take it over before then. */
  promisedToUsUntilMs: number;
  /** We have promised not to take it over before haDeadMs after this moment. */
  promisedByUsAtMs: number;
  /** What the watchdog outside the agent was last told; null when not armed. */
  guardUntilMs: number | null;
  /** The previous owner may run it until then; 0 once its fence is confirmed; null when we do not know. */
  previousOwnerUntilMs: number | null;
  /** When the owner last said that it is the owner. */
  ownerClaimedAtMs: number;
  /** The partner's newest report of it. */
  partner: VmReport | null;
  /** When the pending change was last sent to the witness. */
  askedAtMs: number | null;
  /** Not before then: after a failure or a refusal. */
  retryAtMs: number;
  wantsStartSinceMs: number | null;
  /** Where it stands in the order of restarts; null while it is not about to be restarted. */
  turn: Turn | "out-of-order" | null;
  /** Started here in an order, and not heard to answer yet. */
  booting: boolean;
  startWhy: "start" | "takeover" | "restart" | "switch" | "override";
  /** A planned switch under way. `killed`: our instance was ended for it, because the partner needs only the disk or has the memory. */
  switching: { readonly to: Side; readonly sinceMs: number; readonly killed: boolean } | null;
  /** The last instance stopped for a command; it does not count as a crash. */
  stopAsked: boolean;
  deleting: boolean;
  crashTimesMs: readonly number[];
  /** When its standby was dropped though it answered. */
  standbyDropTimesMs: readonly number[];
  crashedTooOften: boolean;
  /** It should run or release, and nobody who may allow that can be asked. */
  awaitingQuorum: boolean;
  migrateInAsked: boolean;
}

/** A machine that is about to be restarted, and waits. */
export interface Turn {
  /** Refs of those that are restarted first and do not answer yet. */
  readonly waitsFor: readonly string[];
  /** Nobody is waited for any longer than until then. */
  readonly untilMs: number;
  /** Since when nobody is waited for any more: its delay counts from here. Null while somebody is. */
  readonly freeSinceMs: number | null;
}

export interface HostState {
  readonly identity: HostIdentity;
  readonly incarnation: number;
  durable: Durable;
  vms: Record<string, VmState>;
  /** Instances that the driver found and that no record here speaks of. */
  unknownInstances: Readonly<Record<string, LocalInstance>>;

  /** Counter behind heartbeats, request ids and change ids of this incarnation. */
  sequence: number;
  lastHeartbeatAtMs: number | null;
  /** The newest heartbeat of the partner, and when it came; null before the first. */
  heard: { readonly heartbeat: Heartbeat; readonly atMs: number } | null;
  /** When the partner was last heard on each path; null when never. */
  heardOnPathAtMs: Readonly<Record<Path, number | null>>;
  /** The start of the present silence: the last time it was heard, or our restart. */
  partnerSilentSinceMs: number;
  partnerSuspected: boolean;
  partnerDead: boolean;
  /** Its clocks go together again, for all that is known: until then no token is asked for that it does not have. */
  clockSteadyFromMs: number;
  /** The driver has vouched that the partner is off; until it is heard again. */
  partnerFenced: boolean;

  /** Of the witness that holds the registers. */
  witness: {
    readonly lastReplyAtMs: number | null;
    /** The start of the present time without it: the last reply, or our restart. */
    readonly silentSinceMs: number;
    readonly lost: boolean;
    /** It answers, but is not the store that holds our registers. */
    readonly foreign: boolean;
    readonly partnerSeenMsAgo: number | null;
    /** Renewals under way: the lease is counted from their sending. */
    readonly asked: readonly { readonly requestId: string; readonly atMs: number }[];
    readonly nextRenewAtMs: number;
  };
  /** What is seen of each witness; empty where there is but one. */
  sights: Record<string, Sight>;
  /** The move to another witness, as far as it need not be durable. */
  offer: SeatReport["offer"];
  leftAtMs: number;
  termAskedAtMs: number | null;

  /** The member that the witness is asked to admit in the partner's place. */
  admittingMember: number | null;

  /** Heartbeats of this incarnation say from this sequence on that we are on our way into maintenance. */
  maintenanceToldFrom: number;

  /** Open incidents of the host itself. */
  witnessRootRef: string | null;
  partnerRootRef: string | null;
}
