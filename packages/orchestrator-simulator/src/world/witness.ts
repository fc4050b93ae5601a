import type { WitnessState } from "@v-available/pair-protocol/witness";

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
