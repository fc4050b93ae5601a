import type { Component } from "@v-available/domain/observed";
import type { Side } from "@v-available/domain/state";
import type { Durable } from "@v-available/pair-protocol/durable";
import type { LegFault } from "@v-available/pair-protocol/input";
import type { HostState } from "@v-available/pair-protocol/state";
import type { SimFreeHost } from "./free-host";

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
  /** Which of the hosts that have had this side it is. Absent: the first one. */
  readonly member?: number;
  /** Another host has its side now; it does not know that before it is told. */
  strayed?: true;
  /** What it was before it was one of a pair. */
  readonly free?: SimFreeHost;
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
  /** When it looks next; the queue may hold later wishes, which are void. Worlds of before it was written down lack it. */
  watchdogAtMs?: number | null;
  lastRecord: number;
}
