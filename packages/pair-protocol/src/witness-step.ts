import type { WitnessDurable, WitnessOutcome, WitnessRequest, WitnessState } from "./witness";

/** A new witness store. `storeId` must differ from that of every other one (a UUID). */
export const emptyWitness = (storeId: string): WitnessDurable => ({ storeId, pairs: {} });

/** A witness (re)start: nothing is known of leases, so every previous owner is given a full one from now. */
export const restoreWitness = (durable: WitnessDurable, nowMs: number): WitnessState => ({
  durable,
  startedAtMs: nowMs,
  grantedAtMs: {},
  previousLeaseEndsAtMs: {},
});

/** @param nowMs the witness's own monotonic clock */
export function witnessStep(
  state: WitnessState,
  request: WitnessRequest,
  nowMs: number,
  config: { readonly leaseMs: number },
): WitnessOutcome {
  throw new Error(`not written yet: ${state.startedAtMs} ${request.kind} ${nowMs} ${config.leaseMs}`);
}
