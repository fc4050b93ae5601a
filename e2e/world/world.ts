import type { Side } from "@v-available/domain/state";

/** A running console on a fleet of its own, and the lab's inputs that break it. Failures never come by intercepted requests. */
export interface World {
  readonly url: string;
  /** Of its owner, who is signed in. */
  readonly cookie: string;
  /** The pair that the tests break. */
  readonly pair: string;
  /** A machine at High Availability on that pair. */
  readonly machine: string;
  readonly hosts: Readonly<Record<Side, string>>;
  /** A machine that can be made on that pair, as its form takes it. Its image is there; it is protected within seconds. */
  readonly definition: { readonly memoryMiB: number; readonly diskMiB: number; readonly image: string };
  /** Longer than anything takes from its return until there are two copies of everything, in milliseconds. */
  readonly recoveryMs: number;
  loseHost(side: Side): Promise<void>;
  returnHost(side: Side): Promise<void>;
  /** Both availability links. */
  cutLinks(): Promise<void>;
  mendLinks(): Promise<void>;
  loseWitness(): Promise<void>;
  returnWitness(): Promise<void>;
  /** kill -9 of the console's own process, and its start on the same data. */
  killConsole(): Promise<void>;
  startConsole(): Promise<void>;
  close(): Promise<void>;
}
