import type { FaultKind } from "@v-available/domain/fault-kind";
import type { MachineDefinition } from "@v-available/domain/machine-definition";
import type { Side } from "@v-available/domain/state";
import type { Orchestrator } from "../orchestrator";

/** What a fault is done to: a side of the pair, or a machine. Link and witness faults are the pair's own. */
export interface FaultSubject {
  readonly side?: Side;
  readonly vmRef?: string;
}

/** One pair that the suite may do anything to. Machines on it are made and deleted by the suite. */
export interface ContractHarness {
  /** A new adapter on the same world, as after a restart of the console. */
  connect(): Promise<Orchestrator>;
  readonly pairRef: string;
  /**
   * A machine definition that this pair can carry, small and quick to boot; the suite sets what a case is about.
   * `image` is one that exists (or null where the backend boots without one).
   */
  readonly machine: Omit<MachineDefinition, "name" | "pairRef" | "side" | "protection">;
  /** Makes a fault really happen, and ends it: `clearFault` also gives power, replaces the disk, plugs the cable. */
  injectFault(kind: FaultKind, subject: FaultSubject): Promise<void>;
  clearFault(kind: FaultKind, subject: FaultSubject): Promise<void>;
  /**
   * Lets time go by until the predicate holds: virtual time in a simulator, a deadline on real systems.
   * Rejects, naming `what`, when it does not hold within `limitMs`.
   */
  settle(predicate: () => boolean, what: string, limitMs: number): Promise<void>;
  /** Lets this much time of the world go by. */
  pass(ms: number): Promise<void>;
  /** Of the writes that the machine's client saw acknowledged, how many the running machine no longer has. */
  acknowledgedWritesLost(vmRef: string): Promise<number>;
  /**
   * Where both copies of a disk can be looked at from outside: rejects, saying where they differ, unless they are the
   * same to the last byte. Called while both count.
   */
  expectIdenticalCopies?(vmRef: string): Promise<void>;
  readonly limits: ContractLimits;
  dispose(): Promise<void>;
}

/** How long things may take on this backend, in milliseconds of its world. */
export interface ContractLimits {
  readonly commandMs: number;
  readonly bootMs: number;
  /** A full copy of the small machine's disk. */
  readonly protectMs: number;
  /** From the loss of the active host to a running machine, at High Availability. */
  readonly failoverMs: number;
  /** From the loss of a partner to acknowledged writes again. */
  readonly soloMs: number;
  /** From the end of a fault to a protected machine: host boot and resync included. */
  readonly restoreMs: number;
  /** How long the witness stays away in the case that nothing must happen. */
  readonly witnessAbsenceMs: number;
}
