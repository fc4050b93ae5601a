import type { Protection } from "@v-available/domain/level";
import type { Side } from "@v-available/domain/state";
import type { SimFreeHost, SimFreeWitness } from "./world/free-host";

/** What a simulated world begins with. Everything else happens in it. */
export interface Fleet {
  readonly sites: readonly FleetSite[];
  readonly pairs: readonly FleetPair[];
  readonly machines: readonly FleetMachine[];
  /** Hosts that belong to no pair, and witnesses that no pair asks yet. */
  readonly freeHosts?: readonly FleetFreeHost[];
  readonly freeWitnesses?: readonly SimFreeWitness[];
}

export type FleetFreeHost = Omit<SimFreeHost, "ref" | "upSinceMs" | "silentSinceMs" | "pairing" | "retiredFrom"> & {
  /** It has no power, or no cable. */
  readonly silent?: true;
};

export interface FleetSite {
  readonly ref: string;
  readonly name: string;
  readonly region: string;
  readonly role: "primary" | "partner" | "witness" | "recovery";
  readonly position?: { readonly latitude: number; readonly longitude: number };
}

export interface FleetPair {
  readonly ref: string;
  readonly name: string;
  readonly siteRef: { readonly a: string; readonly b: string };
  readonly hostNames: { readonly a: string; readonly b: string };
  readonly cores: number;
  readonly memoryMiB: number;
  readonly cpuModel: string;
  /** Of each availability link. 125 MB/s is 1 GbE, 1.25 GB/s is 10 GbE. */
  readonly linkBytesPerSecond: number;
  /** One way, on the availability links. */
  readonly linkDelayMs: number;
  /** Both availability links go through one switch, against all advice; else link A and management do. */
  readonly sharedSwitch?: true;
  /** In the order in which they are preferred; one at least. */
  readonly witnesses: readonly FleetWitness[];
  /** Where asynchronous copies of its machines go, and over what. */
  readonly recovery?: {
    readonly siteRef: string;
    readonly journalBytes: number;
    readonly wanBytesPerSecond: number;
    /** One way. */
    readonly wanDelayMs: number;
  };
  /** Names of the disks of each host; the copies of machines are spread over them. */
  readonly disks: readonly string[];
}

export interface FleetWitness {
  readonly name: string;
  readonly siteName: string;
  readonly endpoint: string;
  readonly delayMs: number;
}

export interface FleetMachine {
  readonly name: string;
  readonly pairRef: string;
  readonly side: Side;
  readonly vcpus: number;
  readonly memoryMiB: number;
  readonly diskMiB: number;
  readonly guest: "linux" | "windows" | "other";
  readonly protection: Protection;
  readonly ip: string | null;
  /** Devices of its first host that it uses directly; it can't be protected while it has one. */
  readonly passthroughDevices?: readonly string[];
  readonly load: MachineLoad;
}

/** What a machine does on average; the real figures swing around it. */
export interface MachineLoad {
  readonly cpuRatio: number;
  readonly dirtyBytesPerSecond: number;
  readonly writeBytesPerSecond: number;
  /** How often its client writes and waits for the acknowledgement. */
  readonly writesPerSecond: number;
}
