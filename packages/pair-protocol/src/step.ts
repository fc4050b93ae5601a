import type { Durable } from "./durable";
import type { Effect } from "./effect";
import type { Input } from "./input";
import type { HostIdentity, HostState } from "./state";
import type { ProtocolTiming } from "./timing";

export interface StepOutcome {
  readonly state: HostState;
  readonly effects: readonly Effect[];
  /** Step with a `tick` at the latest then. */
  readonly wakeAtMs: number;
}

/** One host's answer to one thing that it learned. Pure: the given state is left as it was. */
export function step(state: HostState, input: Input, timing: ProtocolTiming): StepOutcome {
  throw new Error(`not written yet: ${state.incarnation} ${input.kind} ${timing.leaseMs}`);
}

/**
 * A host's (or only its agent's) start. Then the driver reports what it finds, and steps.
 * @param durable what the last `persist` carried; null when it is lost: then no leg here counts as usable
 * @param options.incarnation greater than any before, also after a loss of the durable state (wall-clock ms will do)
 * @param options.readmitted true when this host had been fenced and a person lets it back in: its legs that it did not
 * own count as outdated
 */
export function restore(
  durable: Durable | null,
  options: {
    readonly identity: HostIdentity;
    readonly nowMs: number;
    readonly incarnation: number;
    readonly readmitted?: boolean;
  },
): HostState {
  throw new Error(`not written yet: ${durable?.storeId} ${options.nowMs}`);
}
