import type { Command } from "@v-available/domain/command";
import type { RefusalDetail } from "@v-available/domain/refusal";
import type { Side } from "@v-available/domain/state";

/** A port for availability links. Ports on one network reach each other. */
export interface SimPort {
  readonly name: string;
  /** A switch, or a line from one site to another. */
  readonly network: string;
  readonly isSwitch: boolean;
  readonly bytesPerSecond: number;
  /** Its share of the way, one way. */
  readonly delayMs: number;
  readonly lossRatio?: number;
}

/** A host that belongs to no pair. */
export interface SimFreeHost {
  readonly ref: string;
  readonly name: string;
  readonly siteRef: string;
  readonly version: string;
  readonly cores: number;
  readonly memoryMiB: number;
  readonly diskMiB: number;
  readonly disks: readonly string[];
  readonly cpuModel: string;
  readonly hidesCpuFeature?: true;
  readonly watchdog: "disarmed" | "absent";
  readonly clockOffsetMs: number;
  readonly upSinceMs: number;
  silentSinceMs: number | null;
  readonly ports: readonly SimPort[];
  /** Witnesses, by name, that its site lets nobody reach. */
  readonly cutOffFrom: readonly string[];
  /** The pair that it is being made a host of. */
  pairing: string | null;
  readonly retiredFrom: string | null;
}

/** A witness that holds the registers of no pair yet. */
export interface SimFreeWitness {
  readonly name: string;
  readonly siteName: string;
  readonly endpoint: string;
  readonly delayMs: number;
  readonly onHostRef?: string;
  readonly behindNetwork?: string;
}

/** A pair in the making: the task of that key is about it. */
export interface SimForming {
  readonly taskKey: string;
  readonly plan: Extract<Command, { kind: "pair.form" }>["plan"];
  readonly startedAtMs: number;
  /** In the list of steps. */
  step: number;
  state: "running" | "done" | "cancelled" | RefusalDetail;
}

/** A host of a pair on its way out, and another one on its way in. */
export interface SimReplacement {
  readonly taskKey: string;
  readonly pairRef: string;
  readonly side: Side;
  readonly oldRef: string;
  readonly newRef: string;
  readonly startedAtMs: number;
  /** In the list of steps. */
  step: number;
  /** When the present one began. */
  stepAtMs: number;
  state: "running" | "done" | "cancelled" | RefusalDetail;
}
