import type { DialStop } from "@v-available/domain/level";
import type { Side } from "@v-available/domain/state";
import type { Durable, Seat } from "../src/durable";
import type { InputFact } from "../src/input";
import type { Message, Path } from "../src/message";
import type { HostState } from "../src/state";
import { DEFAULT_PROTOCOL_TIMING, type ProtocolTiming } from "../src/timing";
import type { WitnessReply, WitnessRequest, WitnessState } from "../src/witness";
import type { Agenda } from "./agenda";
import type { Chance } from "./chance";

/**
 * A small world for the protocol: two hosts, a witness, three paths, disks whose content is the set of writes on them, and
 * a client that writes to whatever answers. Plain data without closures, so that a settled world can be copied.
 * `nowMs` is true time; each host and the witness have clocks of their own that run at slightly different rates.
 */
export interface World {
  nowMs: number;
  chance: Chance;
  agenda: Agenda<Happening>;
  hosts: Record<Side, WorldHost>;
  /** One or two, in the order in which they are preferred. */
  witnesses: Partial<Record<WitnessRef, WorldWitness>>;
  /** The newest witness that any host has asked for registers. */
  seat: Seat;
  /** Which way each path is open. */
  paths: Record<Path, { ab: boolean; ba: boolean }>;
  network: NetworkQuality;
  /** What the hosts' drivers can do when a disk fails under a running machine. */
  servesFromPartner: boolean;
  machines: Record<string, Machine>;
  /** True while nothing but the witness (or the way to it) has been hurt since the world was settled. */
  onlyWitnessHurt: boolean;
  /** What happens is noted here; null for the speed of it. */
  trace: string[] | null;
  /** How often each rule was told of in the journals. */
  told: Record<string, number>;
  /** Steps of both hosts. */
  steps: number;
  /** Somebody has ordered how machines are restarted: then drivers say when a guest answers. */
  ordered: boolean;
}

export interface NetworkQuality {
  readonly lossRatio: number;
  readonly doubleRatio: number;
  /** Share of messages that take up to `lateMs` and so overtake each other. */
  readonly lateRatio: number;
  readonly lateMs: number;
}

export interface Machine {
  readonly vmRef: string;
  declared: DialStop;
  nextWrite: number;
  acked: number[];
  /** Something changed that S2 depends on. */
  dirty: boolean;
  lastStartEpoch: number;
  lastRegisterEpoch: number;
  /** A person has signed for going on without the token. */
  overridden: boolean;
  /** Both sides were written under such a signature, and nobody has chosen yet. */
  twoHistories: boolean;
  /** Since when it is written all the same though its hosts can hear each other; null while it is not. */
  bothHeardSinceMs: number | null;
  /** Its copies differ and either may be the right one: the copy that waits, and those that a person has given up since. */
  question: { readonly side: Side; readonly givenUp: readonly Side[] } | null;
  /** Commands may have turned it off. */
  wantedOn: boolean;
}

export interface WorldClock {
  readonly rate: number;
  offsetMs: number;
}

export interface WorldHost {
  readonly side: Side;
  clock: WorldClock;
  powered: boolean;
  /** Null while the agent does not run. */
  state: HostState | null;
  /** What the disk holds; null after its loss. */
  durable: Durable | null;
  incarnation: number;
  /** Grows with each end of the agent: what was under way for an older one is void. */
  agentLife: number;
  /** Grows with each loss of power. */
  powerLife: number;
  /** The true time of the tick that is planned. */
  tickAtMs: number;
  /** Effects left before the agent (or the host) crashes in the middle of a list; null for no such plan. */
  crashAfter: { effects: number; what: "agent" | "host"; forget: boolean; backAfterMs: number | null } | null;
  /** Fenced by its partner's management controller: comes back only as readmitted. */
  readmit: boolean;
  processes: Record<string, Process>;
  legs: Record<string, Leg>;
  replicas: Record<string, { session: number; lastLife: number }>;
  standbys: Record<string, Standby>;
  /** The watchdog outside the agent: local deadline by machine. */
  watchdog: Record<string, number>;
  /** Reports on one machine reach the agent in the order of what they report. */
  lastReportAtMs: Record<string, number>;
}

export interface Leg {
  writes: Set<number>;
  /** Half overwritten. */
  torn: boolean;
  /** Its disk refuses everything. */
  failed: boolean;
  /** Blocks of it were found to be wrong. */
  differs: boolean;
  /** It was found to differ from one that may be as wrong, and its host has not written that down yet. */
  asks: boolean;
}

export interface Process {
  vmRef: string;
  life: number;
  paused: boolean;
  /** In lockstep nothing is acknowledged without the partner, whatever the agent thinks. */
  lockstep: boolean;
  mirror: "off" | "resyncing" | "established" | "lost";
  /** Its own leg is gone: it reads and writes the partner's. */
  detached: boolean;
  /** The connection to the partner's replica; 0 for none. */
  session: number;
  /** Of which order to copy the mirror is. */
  copy: string | null;
  resyncFull: boolean;
  /** Written here, not acknowledged yet. */
  unacked: number[];
  bitmap: Set<number> | null;
}

export interface Standby {
  synchronized: boolean;
}

export const WITNESS_REFS = ["witness", "alternate"] as const;
export type WitnessRef = (typeof WITNESS_REFS)[number];

export interface WorldWitness {
  up: boolean;
  /** Which way the path from each host is open. */
  paths: Record<Side, { up: boolean; down: boolean }>;
  clock: WorldClock;
  state: WitnessState;
  /** What answers in its place: an empty store under another name. */
  stranger: WitnessState | null;
  life: number;
}

export type Happening =
  | { readonly kind: "tick"; readonly side: Side; readonly life: number; readonly atMs: number }
  | { readonly kind: "deliver"; readonly to: Side; readonly path: Path; readonly message: Message }
  | { readonly kind: "ask"; readonly from: Side; readonly witnessRef: WitnessRef; readonly request: WitnessRequest }
  | { readonly kind: "reply"; readonly to: Side; readonly witnessRef: WitnessRef; readonly reply: WitnessReply }
  | { readonly kind: "report"; readonly side: Side; readonly life: number; readonly fact: InputFact }
  | {
      readonly kind: "mirror-write";
      readonly to: Side;
      readonly vmRef: string;
      readonly session: number;
      readonly write: number;
    }
  | {
      readonly kind: "mirror-ack";
      readonly to: Side;
      readonly vmRef: string;
      readonly session: number;
      readonly write: number;
    }
  | { readonly kind: "resync-done"; readonly side: Side; readonly vmRef: string; readonly session: number }
  | { readonly kind: "lockstep-done"; readonly side: Side; readonly vmRef: string; readonly session: number }
  | { readonly kind: "pause-done"; readonly side: Side; readonly vmRef: string; readonly processLife: number }
  | { readonly kind: "shut-down-done"; readonly side: Side; readonly vmRef: string; readonly processLife: number }
  | {
      readonly kind: "watchdog";
      readonly side: Side;
      readonly vmRef: string;
      readonly untilMs: number;
      readonly powerLife: number;
    }
  | { readonly kind: "client" }
  | { readonly kind: "agent-up"; readonly side: Side; readonly powerLife: number; readonly agentLife: number }
  | { readonly kind: "host-up"; readonly side: Side; readonly powerLife: number }
  | { readonly kind: "witness-up"; readonly witnessRef: WitnessRef; readonly life: number };

/**
 * The proportions of the defaults at about a quarter of their length, so that a schedule is short and delays reach
 * across every one of the protocol's periods.
 */
export const WORLD_TIMING: ProtocolTiming = {
  ...DEFAULT_PROTOCOL_TIMING,
  ftHeartbeatMs: 400,
  ftSuspectMs: 1_300,
  haHeartbeatMs: 1_000,
  haDeadMs: 5_000,
  leaseMs: 4_000,
  leaseMarginMs: 800,
  leaseRenewMs: 1_200,
  witnessTimeoutMs: 500,
  standbyDelayMs: 400,
  restartWaitMs: 5_000,
  designateAfterMs: 6_000,
  mirrorGraceMs: 300,
  ftStandbyDelayMs: 200,
  replicaGraceMs: 1_500,
  witnessReturnMs: 8_000,
  retryMs: 700,
  switchTimeoutMs: 6_000,
  standbyDropWindowMs: 60_000,
  clockSteadyMs: 3_000,
};

export const localMs = (clock: WorldClock, trueMs: number): number => clock.offsetMs + trueMs * clock.rate;
export const trueMs = (clock: WorldClock, local: number): number => (local - clock.offsetMs) / clock.rate;

export class Violation extends Error {
  constructor(
    readonly rule: string,
    message: string,
  ) {
    super(`${rule}: ${message}`);
  }
}
