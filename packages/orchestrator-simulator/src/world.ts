import type { Command } from "@v-available/domain/command";
import type { FaultKind } from "@v-available/domain/fault-kind";
import type { Protection } from "@v-available/domain/level";
import type { HostRecord, ObservedTask } from "@v-available/domain/observed";
import type { Digest } from "./digest";
import type { EventQueue } from "./event-queue";
import type { RandomStreams } from "./random-stream";
import type { Settings } from "./setting";
import type { SimForming, SimFreeHost, SimFreeWitness, SimReplacement } from "./world/free-host";
import type { SimHost } from "./world/host";
import type { SimLink } from "./world/link";
import type { SimVm } from "./world/machine";
import type { SimPair, SimSite } from "./world/pair";
import type { SimConsole, SimPlain, SimRequests } from "./world/watched";
import type { SimWitness } from "./world/witness";
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
  /** Those of no pair. Absent in worlds that have none. */
  freeHosts?: Record<string, SimFreeHost>;
  freeWitnesses?: Record<string, SimFreeWitness>;
  /** By the key of the task. Those that are over stay as long as their task. */
  formings?: Record<string, SimForming>;
  replacements?: Record<string, SimReplacement>;
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

export interface SimTask {
  readonly key: string;
  readonly command: Command;
  readonly pairRef: string;
  /** Null where it is about a host. */
  vmRef: string | null;
  readonly startedAtMs: number;
  endedAtMs: number | null;
  observed: ObservedTask;
  /** Of a change of level: what the machine returns to where that fails. Absent in worlds that did not note it. */
  readonly before?: Protection;
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
