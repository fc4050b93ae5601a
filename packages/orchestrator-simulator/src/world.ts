import type { Command } from "@v-available/domain/command";
import type { FaultKind } from "@v-available/domain/fault-kind";
import type { Component, HostRecord, ObservedTask } from "@v-available/domain/observed";
import type { LinkKind, Side } from "@v-available/domain/state";
import type { Durable } from "@v-available/pair-protocol/durable";
import type { LegFault } from "@v-available/pair-protocol/input";
import type { Register } from "@v-available/pair-protocol/register";
import type { HostState } from "@v-available/pair-protocol/state";
import type { ProtocolTiming } from "@v-available/pair-protocol/timing";
import type { WitnessState } from "@v-available/pair-protocol/witness";
import type { Digest } from "./digest";
import type { EventQueue } from "./event-queue";
import type { MachineLoad } from "./fleet";
import type { RandomStreams } from "./random-stream";
import type { WorldEvent } from "./world-event";

/**
 * The whole simulated world as plain data: what JSON writes down and reads back is the same world. Times inside are
 * virtual milliseconds since its beginning; `wallOffsetMs` turns them into the wall clock that people see.
 */
export interface World {
  readonly format: 2;
  readonly seed: string;
  /** Tells cursors of this world from those of another. */
  readonly lineage: string;
  readonly settings: Settings;
  nowMs: number;
  wallOffsetMs: number;
  queue: EventQueue<WorldEvent>;
  random: RandomStreams;
  sites: Record<string, SimSite>;
  pairs: Record<string, SimPair>;
  hosts: Record<string, SimHost>;
  links: Record<string, SimLink>;
  witnesses: Record<string, SimWitness>;
  vms: Record<string, SimVm>;
  tasks: Record<string, SimTask>;
  faults: Record<string, SimFault>;
  journal: Journal;
  /** Clients that ask at a fixed rate, by what they ask: a machine, or the plain one. Only a lab has them. */
  requests: Record<string, SimRequests>;
  /** Who reads what hosts write down, where that is part of the world: only in a lab. */
  console?: SimConsole;
  /** A machine under plain heartbeat failover, for comparison; null where nobody compares. */
  plain: SimPlain | null;
  /** Of everything that has happened: two runs that differ in anything differ in it. */
  digest: Digest;
  /** Inputs that came from outside so far: the log of them is replayed after a restart. */
  inputs: number;
  /** Numbers given to machines, processes and the like, so that late events of an older one are known as such. */
  nextRun: number;
}

/** Times and rates of the simulated hardware; all in the image, so that a restart can't change them midway. */
export interface Settings {
  readonly timing: ProtocolTiming;
  readonly hostBootMs: number;
  readonly guestBootMs: Readonly<Record<SimVm["guest"], number>>;
  /** From a guest that is up to an application that answers. */
  readonly applicationStartMs: number;
  readonly agentRestartMs: number;
  /** How long a guest may not answer its host until that counts it as hung. */
  readonly guestHangMs: number;
  /** How far a standby may fall behind until it is dropped. */
  readonly standbyLagMs: number;
  /** How long a disk may be slow until the copies on it are given up, where the partner's are as good. */
  readonly slowDiskMs: number;
  /** From the loss of the last byte of a mirror's path to the host knowing it. */
  readonly mirrorLossDetectMs: number;
  /** Of a resync on a 1 GbE and on a 10 GbE link. */
  readonly resyncBytesPerSecond: { readonly gbe1: number; readonly gbe10: number };
  readonly checkpointMs: number;
  /** From one point of an asynchronous copy to the next. */
  readonly recoveryCheckpointMs: number;
  readonly rhythm: {
    /** A pair says at least this often that it is heard. */
    readonly pairMs: number;
    /** Figures of hosts, links and machines. */
    readonly figuresMs: number;
    readonly signOfLifeMs: number;
    /** Changes that are nearer than this are told together. */
    readonly foldMs: number;
    /** A pair in which nothing has happened for so long is not simulated until something does; null: every pair always is. */
    readonly napAfterMs: number | null;
  };
}

export interface SimSite {
  readonly ref: string;
  readonly name: string;
  readonly region: string;
  readonly role: "primary" | "partner" | "witness" | "recovery";
}

export interface SimPair {
  readonly ref: string;
  readonly name: string;
  readonly hosts: Readonly<Record<Side, string>>;
  readonly links: readonly string[];
  /** In the order in which they are preferred. */
  readonly witnessRefs: readonly string[];
  /** Where asynchronous copies of its machines go. Absent in worlds that knew of none. */
  readonly recovery?: SimRecoveryTarget;
  readonly vms: string[];
  /** When either host was last heard, or both were last known to be down. */
  heardAtMs: number;
  /** Since when nothing happens in it, as far as that was looked at. */
  quietSinceMs?: number | null;
  /** Since when its time stands still. */
  napSinceMs?: number | null;
  /** How long its time stood still before that, in all. */
  sleptMs?: number;
}

export interface SimRecoveryTarget {
  readonly siteRef: string;
  /** For what its machines have written and the WAN has not carried yet. */
  readonly journalBytes: number;
}

export interface SimDisk {
  readonly name: string;
  failed: boolean;
  faultTimesMs: number[];
  /** It answers, and takes seconds for it. */
  slow?: true;
  /** Until then what failed is tried again, and the rest waits for it. */
  retryUntilMs?: number;
  /** Its host gives up the copies on it. */
  retirement?: DiskRetirement;
}

export interface DiskRetirement {
  readonly run: number;
  readonly fault: LegFault;
  readonly fromMs: number;
}

/** What is known against a part of a host. */
export interface PartRecord {
  readonly service: Component["service"];
  readonly faultTimesMs: readonly number[];
}

export interface SimHost {
  readonly ref: string;
  readonly name: string;
  readonly pairRef: string;
  readonly siteRef: string;
  readonly side: Side;
  readonly cores: number;
  readonly memoryMiB: number;
  readonly cpuModel: string;
  readonly disks: SimDisk[];
  /** Nothing more fits on its disks; what is there can be written over. */
  storageFull?: true;
  /** Processors that save themselves by being slow, by name. */
  throttledParts?: readonly string[];
  /** Its wall clock, where it is not right. */
  clock?: { readonly offsetMs: number; readonly atMs: number; readonly gainPerMs: number };
  /** Its processors lack one of the features that all hosts have. */
  hidesCpuFeature?: true;
  /** Taken by something that is no machine. */
  takenMemoryMiB?: number;
  /** Nobody outside reaches it over the production network. */
  businessPortDown?: true;
  /** What is on its disks can't be read or written, and is not lost. */
  controllerDown?: { readonly run: number };
  /** By part, of those that ever failed. Absent in worlds that were written down before parts other than disks could. */
  partRecords?: Record<string, PartRecord>;
  /** Absent in worlds that were written down before agents were judged by it. */
  agentCrashTimesMs?: readonly number[];
  power: "on" | "off" | "booting";
  /** While its agent moves machines away, which evacuation this is. Absent in worlds that knew of none. */
  evacuationRun?: number | null;
  /** Faults that it may not start with, by id. Absent in worlds that were written down before there were such. */
  keptOffBy?: string[];
  /** Faults that cut its whole site off, by id. Absent in worlds that were written down before sites could be lost. */
  cutOffBy?: string[];
  /** Changes with every boot: what was asked of an older one is void. */
  bootRun: number;
  /** Its monotonic clock counts from here; it may lie before the world's own beginning. */
  upSinceMs: number;
  /** How long its pair's time had stood still by then. */
  sleptAtBootMs?: number;
  agentUp: boolean;
  agentRun: number;
  /** The protocol's state in memory; null while the agent is not up. */
  protocol: HostState | null;
  /** What is on the disk of the agent, as it was last made durable; null where it never was. */
  durable: Durable | null;
  /** When the protocol wants its next tick; the queue may hold older wishes, which are void. */
  tickAtMs: number | null;
  /** Copies that this host serves to the partner's mirror. */
  replicas: string[];
  /** Until when the watchdog outside the agent lets a machine run; without an entry it does not guard it. */
  watchdog: Record<string, number>;
  watchdogRun: boolean;
  lastRecord: number;
}

/** What a fault does to a link that goes on carrying. */
export interface LinkBurden {
  /** One way. */
  readonly addedDelayMs: number;
  /** Of what is sent, 0 to 1. */
  readonly lossRatio: number;
  /** Of the bandwidth, 0 to 1: what others send over the same line. */
  readonly takenRatio?: number;
}

/** A port that goes up and down, and what its hosts do about it. */
export interface LinkFlaps {
  readonly faultId: string;
  readonly run: number;
  /** The newest few. */
  lossTimesMs: number[];
  service: "in" | "at-risk" | "out";
}

export interface SimLink {
  readonly ref: string;
  readonly pairRef: string;
  readonly kind: LinkKind;
  /** Absent where it goes through none, and in worlds that knew of none. */
  readonly switchName?: string;
  readonly bandwidthBytesPerSecond: number;
  readonly delayMs: number;
  /** Such a round trip and no more is expected of it. Absent in worlds that were written down before pairs could span sites. */
  readonly slowRttMs?: number;
  /** By fault. Absent in worlds that were written down before links could be burdened. */
  burdens?: Record<string, LinkBurden>;
  flaps?: LinkFlaps;
  /** Faults that hold it down, by id. */
  cutBy: string[];
  sinceMs: number;
  /** When the newest message each way arrives: a path keeps order. */
  lastArrivalMs: Record<Side, number>;
}

export interface SimWitness {
  readonly ref: string;
  readonly name: string;
  readonly siteName: string;
  readonly endpoint: string;
  readonly delayMs: number;
  readonly pairs: string[];
  downBy: string[];
  /** Paths from a host that are cut, by host and fault. */
  pathCutBy: Record<string, string[]>;
  /** What it holds, by pair. */
  protocolOf: Record<string, WitnessState>;
  /** Its last answer to each host: how long it took, and when it came. */
  seenBy: Record<string, { rttMs: number; atMs: number }>;
}

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

export interface SimVm {
  readonly ref: string;
  readonly name: string;
  readonly pairRef: string;
  readonly vcpus: number;
  readonly memoryMiB: number;
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
  /** Its copy at a recovery site. Null or absent without one. */
  recovery?: SimRecovery | null;
}

/** A moment that a machine could be set back to, and the newest of its clients' writes by then. */
export interface SimPoint {
  readonly takenAtMs: number;
  readonly written: number;
  readonly requestWrites: number;
}

/** What was written since the one before it. */
export interface SimCut extends SimPoint {
  readonly bytes: number;
  /** It is no list of writes, but all that has changed: on the first fill, or since the journal was full. */
  readonly resync?: true;
}

export interface SimRecovery {
  readonly run: number;
  readonly siteRef: string;
  /** The newest that is whole at the recovery site; null before the first. */
  point: SimPoint | null;
  /** Older ones that are kept, newest first. Absent in worlds that kept none. */
  earlier?: readonly SimPoint[];
  /** Such as have yet to get there, oldest first. */
  cuts: SimCut[];
  cutAtMs: number;
  /** When it last stopped at its pair. Absent while it never did, and in worlds that did not note it. */
  ranUntilMs?: number;
  /** Of the first cut, at `atMs`. */
  sentBytes: number;
  /** 0 while nothing is sent. */
  bytesPerSecond: number;
  atMs: number;
  sendRun: number;
  /** The machine itself, while it is there and not at its pair. Null or absent while it is not. */
  live?: SimRecovered | null;
  /** Null or absent while none runs. */
  drill?: SimDrill | null;
  /** Those that have ended, newest first. Absent in worlds that knew of none. */
  drills?: readonly SimEndedDrill[];
}

interface SimDrillBase {
  /** Of the task that ordered it; null of the first one, which belongs to the making of the copy. */
  readonly taskKey: string | null;
  readonly startedBy: string;
  /** By the wall clock, as are the others of what is told of it later: that stays what it was when the clock is set. */
  readonly startedAtMs: number;
  readonly pointAtMs: number;
}

/** A clone of a point, being started at the recovery site beside the copy. */
export interface SimDrill extends SimDrillBase {
  /** Changes with every step. */
  run: number;
  readonly beganAtMs: number;
  step: "clone" | "boot" | "answer" | "remove";
  stepEndsAtMs: number;
  /** What the clone is plugged into, and what it writes to. */
  readonly network: "isolated" | "production";
  readonly disk: "clone" | "copy";
  /** By how much the point was behind when it began. */
  readonly behindMs: number;
  answeredAtMs: number | null;
}

export type DrillEnd =
  | { readonly state: "measured"; readonly measuredRtoMs: number; readonly measuredRpoMs: number }
  | { readonly state: "broken-off"; readonly reason: string; readonly byPerson: boolean };
export type SimEndedDrill = SimDrillBase & { readonly endedAtMs: number } & DrillEnd;

export interface SimRecovered {
  /** Changes with every start. */
  run: number;
  /** Stopped: with the power of its site. */
  state: "Starting" | "Running" | "Stopped";
  sinceMs: number;
  readonly signedBy: string;
  /** The token as it went with it. */
  readonly register: Register;
  /** The newest of the clients' writes on its disk. */
  written: number;
  requestWrites: number;
  /** What has to be copied to bring it back, at `atMs`. */
  leftBytes: number;
  /** By how much its disk differs from what the pair has. */
  differsBytes: number;
  /** Copied to the pair; 0 while nothing is. */
  bytesPerSecond: number;
  atMs: number;
  /** The side that it is on its way back to; null while nobody has asked for that. */
  back: Side | null;
}

/** What a crowd of clients has asked, and what became of it. */
export interface SimRequests {
  /** Changes whenever something else answers, or the same anew: answers of an older one are void. */
  run: number;
  sent: number;
  answered: number;
  failed: number;
  /** Numbers given to writes, and the newest that was acknowledged and is still believed to be there. */
  written: number;
  acknowledged: number;
  /** Acknowledged writes that were not there any more. */
  lostWrites: number;
  /** How often all connections, and the memory behind them, were gone. */
  connectionsDropped: number;
  waiting: { readonly number: number; readonly sentAtMs: number; readonly write: number | null }[];
  /** The application answers from then on. */
  answersFromMs: number;
  coldSinceMs: number | null;
  lastAnswerAtMs: number;
  longestSilenceMs: number;
  /** From the first request that was answered late or never to the end of the last such; absent where none was. */
  late?: { readonly fromMs: number; readonly untilMs: number };
}

/** What a console has heard of the hosts' records. */
export interface SimConsole {
  /** In the journal: what comes after it is asked for. */
  position: number;
  /** The newest number of each host. */
  readonly lastOf: Record<string, number>;
  heard: number;
  /** Of those: what it heard later than it was written, and by how much at the most. */
  late: number;
  longestWaitMs: number;
  /** Numbers that it did not get, or not in order. */
  missing: number;
}

export interface SimPlain {
  run: number;
  state: "running" | "silent" | "checking" | "booting";
  /** The newest write on its disk, and on the last copy of that disk. */
  written: number;
  copied: number;
  copiedAtMs: number;
  lostAtMs: number | null;
}

export interface SimTask {
  readonly key: string;
  readonly command: Command;
  readonly pairRef: string;
  /** Null where it is about a host. */
  vmRef: string | null;
  readonly startedAtMs: number;
  endedAtMs: number | null;
  observed: ObservedTask;
}

export interface SimFault {
  readonly id: string;
  readonly kind: FaultKind;
  readonly subjectRef: string;
  /** Null where it is about what pairs share. Absent in worlds that were written down before that was of interest. */
  readonly pairRef?: string | null;
  readonly sinceMs: number;
}

/** What hosts wrote down, in the order in which it can be read. The oldest are let go once there are too many. */
export interface Journal {
  records: HostRecord[];
  /** How many were let go: the position of the first that is kept. */
  dropped: number;
}
