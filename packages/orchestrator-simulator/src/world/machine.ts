import type { Side } from "@v-available/domain/state";
import type { LegFault } from "@v-available/pair-protocol/input";
import type { MachineLoad } from "../fleet";
import type { SimRecovery } from "./recovery";

/** One copy of a machine's disk. What is true of it, whether any host knows it or not. */
export interface SimLeg {
  readonly diskName: string;
  failed: boolean;
  /** What it was lost by; absent while it is not, and where its disk failed. */
  lostBy?: LegFault;
  /** It took the place of another while no agent was there to see it. */
  replacedUntold?: true;
  /** Bytes that it lacks of the history it belongs to. More than none: it is not usable. */
  missingBytes: number;
  /** Bytes of it that are not what was written there, and nobody knows: only a comparison finds them. */
  wrongBytes?: number;
  /** The newest of the client's writes on it. */
  written: number;
  /** The same of the clients that ask at a fixed rate. */
  requestWrites?: number;
}

/** A machine's process on a host. */
export interface SimInstance {
  readonly run: number;
  state:
    | "Starting"
    | "Running"
    | "Provisioning"
    | "MemorySync"
    | "Synchronized"
    | "OutputHeld"
    | "GoingLive"
    | "Frozen";
  readonly role: "active" | "standby";
  readonly epoch: number;
  sinceMs: number;
  /** Writes it may not acknowledge: no partner and no token yet. */
  held: boolean;
}

export interface SimLockstep {
  readonly run: number;
  state: "copying" | "synchronized" | "broken";
  /** Since when the standby falls behind. */
  behind?: { readonly run: number; readonly sinceMs: number };
}

/** A planned move of the running machine: its memory is copied, then it pauses for the switch. */
export interface SimMigration {
  readonly run: number;
  readonly from: Side;
  paused: boolean;
}

/** The way of a machine's writes to the partner's copy. */
export interface SimMirror {
  readonly run: number;
  readonly source: Side;
  state: "syncing" | "established" | "broken";
  full: boolean;
  remainingBytes: number;
  bytesPerSecond: number;
  /** When remainingBytes was true. */
  atMs: number;
  readonly sinceMs: number;
  /** The source's own copy is gone: it reads and writes the partner's alone. */
  detached?: true;
}

/** What a client outside sees of a machine: it writes, waits for the acknowledgement, and counts. */
export interface SimClient {
  run: number;
  issued: number;
  acknowledged: number;
  /** True between a write and its acknowledgement. */
  waiting: boolean;
  /** Acknowledged writes that were no longer there when the machine came back. */
  lost: number;
  connectionsLost: number;
  memoryLost: number;
  lastAcknowledgedAtMs: number;
  longestGapMs: number;
}

/** Two that went on alone: what each has acknowledged since both copies were alike. At `atMs`; later by their loads. */
export interface SimFork {
  /** Where a person had it started past the token. */
  readonly startedOn: Side;
  readonly commonAtMs: number;
  atMs: number;
  alone: Record<Side, { readonly writes: number; readonly bytes: number; readonly lastAtMs: number | null }>;
}

/** Its copies differ, and either may be the right one. */
export interface SimQuestion {
  /** Whose copy waits: the other one goes on. */
  readonly side: Side;
  readonly foundAtMs: number;
  readonly bytes: number;
  /** Copies that a person has given up since. */
  readonly given: readonly Side[];
}

/** Both copies are being compared. */
export interface SimComparison {
  readonly run: number;
  readonly taskKey: string;
  readonly sinceMs: number;
  readonly bytesPerSecond: number;
}

export interface SimVm {
  readonly ref: string;
  name: string;
  readonly pairRef: string;
  vcpus: number;
  memoryMiB: number;
  readonly diskMiB: number;
  readonly mac: string;
  readonly ip: string | null;
  readonly guest: "linux" | "windows" | "other";
  /** Absent in worlds that were written down before machines could have any. */
  readonly passthroughDevices?: readonly string[];
  readonly load: MachineLoad;
  /** Swings around 1. */
  loadFactor: number;
  legs: Record<Side, SimLeg | null>;
  instances: Record<Side, SimInstance | null>;
  guestCrashed: boolean;
  /** When its guest was last booted. Absent where it ran already as its world began, or since before worlds kept it. */
  upSinceMs?: number;
  /** A guest that stands still, in lockstep on both sides: which hang it is. Null or absent while it does not. */
  hangRun?: number | null;
  mirror: SimMirror | null;
  /** Lockstep with the partner's standby, once it was begun. */
  lockstep: SimLockstep | null;
  /** Its standby takes its checkpoints more slowly than they come. */
  slowStandby?: true;
  migration: SimMigration | null;
  /** By how much the other copy is behind the running one, while nothing mirrors; at `divergedAtMs`. */
  divergedBytes: number;
  divergedAtMs: number;
  client: SimClient;
  /** When a mirror last ended that took every write, and the newest write then. Absent where none did since worlds keep it. */
  commonAt?: { readonly atMs: number; readonly written: number };
  fork?: SimFork;
  /** It has been read on either side since both copies were last known to be alike. */
  readOnBoth?: true;
  question?: SimQuestion;
  /** Acknowledged writes that a person gave up with a history or a copy. */
  signedLosses?: number;
  comparison?: SimComparison | null;
  /** What came of the comparison before, and of the last one that read all. */
  compared?: {
    readonly taskKey: string;
    readonly differingBytes?: number;
    readonly brokenOff?: "asked" | "gone";
    readonly last?: { readonly atMs: number; readonly differingBytes: number };
  };
  /** Its copy at a recovery site. Null or absent without one. */
  recovery?: SimRecovery | null;
}
