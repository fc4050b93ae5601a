import { amendHost, type Draft, emit } from "./draft";
import type { Move, Seat } from "./durable";
import type { HostState } from "./state";
import type { WitnessRequest } from "./witness";

/**
 * The seat is the one witness that holds the registers of a pair, in a term. A host asks no other one about them, and
 * none at all between the moment it has left one seat and the moment it knows of the next (move-seat.ts).
 */

/** A pair that never moved is in term 0 at the first witness of its list. */
const seatIn = ({ durable, identity }: HostState): Seat =>
  durable.seat ?? { term: 0, witnessRef: identity.witnesses[0]?.ref ?? "" };

export const seatOf = ({ state }: Draft): Seat => seatIn(state);

/** The term in which this host asks that witness for registers; null where it asks another one. */
export function seatTermAt(state: HostState, witnessRef: string): number | null {
  const seat = seatIn(state);
  return seat.witnessRef === witnessRef ? seat.term : null;
}

type RegisterRequest = Extract<WitnessRequest, { kind: "renew" | "compare-and-set" | "remove" | "admit" }>;
/** What a caller says of a request: who asks, and in which term, is added here. */
type Unsigned<Request> = Request extends unknown
  ? Omit<Request, "pairRef" | "side" | "member" | "requestId" | "term">
  : never;

/** @returns the request's id; null where there is no seat to ask */
export function askSeat(draft: Draft, request: Unsigned<RegisterRequest>): string | null {
  if (!draft.rules.mayAskSeat(draft)) return null;
  const { term, witnessRef } = seatOf(draft);
  const requestId = nextRequestId(draft);
  emit(draft, { kind: "ask-witness", witnessRef, request: { ...request, ...askerOf(draft), requestId, term } });
  return requestId;
}

export function askAbout(draft: Draft, { to, term }: Move, request: Unsigned<TermRequest>): void {
  const requestId = nextRequestId(draft);
  emit(draft, { kind: "ask-witness", witnessRef: to, request: { ...request, ...askerOf(draft), requestId, term } });
}
type TermRequest = Extract<WitnessRequest, { kind: "take-seat" | "settle" }>;

export function lookAt(draft: Draft, witnessRef: string): void {
  const requestId = nextRequestId(draft);
  emit(draft, { kind: "ask-witness", witnessRef, request: { kind: "look", ...askerOf(draft), requestId } });
}

function askerOf({ state: { identity } }: Draft): Pick<WitnessRequest, "pairRef" | "side" | "member"> {
  const { pairRef, side, member } = identity;
  return { pairRef, side, ...(member ? { member } : {}) };
}

function nextRequestId({ state }: Draft): string {
  state.sequence += 1;
  return `${state.identity.side}/${state.incarnation}/${state.sequence}`;
}

/** The term never begins: the registers are where they were. */
export function closeTerm(draft: Draft, term: number): void {
  const { closedTerm } = draft.state.durable;
  amendHost(draft, { move: null, closedTerm: Math.max(closedTerm, term) });
  draft.renewNow = true;
  draft.beatNow = true;
}
