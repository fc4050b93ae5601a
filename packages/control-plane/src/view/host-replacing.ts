import type { Finding } from "@v-available/domain/finding";
import type { HostState, Side } from "@v-available/domain/state";
import type { Reference } from "./headline";
import type { FreeHostView, PairCheckView } from "./pair-forming";
import type { TaskView } from "./task";

/** What giving a side of a pair another host would mean now, and how far it is. */
export interface HostReplacingView {
  readonly host: Reference;
  readonly pair: Reference;
  readonly site: Reference;
  readonly side: Side;
  readonly state: HostState;
  readonly partner: string;
  readonly hosts: readonly FreeHostView[];
  readonly unsupportedBecause: string | null;
  readonly verdict: Finding["verdict"];
  readonly checks: readonly PairCheckView[];
  /** What is copied, at what the links of the chosen host carry, or else those of the pair. */
  readonly copy: { readonly bytes: number; readonly bytesPerSecond: number; readonly durationMs: number };
  /** Machines with two copies declared; since when the first of them has had less. */
  readonly machineCount: number;
  readonly exposedSinceMs: number | null;
  readonly tasks: readonly TaskView[];
}
