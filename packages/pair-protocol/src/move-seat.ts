import { amend, amendHost, type Draft, durableOf, sameUntil, self, stir, wakeAt } from "./draft";
import type { Move } from "./durable";
import { hereOf, recordHost, thereOf } from "./journal";
import { memberOf, partnerMemberOf } from "./member";
import type { Heartbeat, SeatReport } from "./message";
import { askAbout, closeTerm, lookAt, seatOf } from "./seat";
import { freshSeatWatch } from "./sight";
import { witnessLostAfterMs } from "./timing";
import type { Members, SeatedRegister, WitnessReply } from "./witness";

/**
 * move-witness: where one host no longer sees the witness and both see another one, the registers move there.
 *
 * 1. Side A offers a new term at that witness.
 * 2. Side B leaves: from now on it asks the old seat nothing and believes no answer of it. That is durable, and its
 *    heartbeats say so together with the newest registers it knows.
 * 3. Side A leaves, too. Now nobody can change the old registers in a way that anybody will ever hear of, and A knows them
 *    all. It has the new witness take the seat with them.
 * 4. Whoever learns of the new seat asks it from then on. Pending changes are dropped: their outcome was never heard.
 *
 * Losing each other in the middle: B asks the new witness to settle the term, which either has begun or then never will.
 * Losing the new witness in the middle: A abandons the term (it believes only B from then on), B hears that and closes it,
 * A hears that and closes it, and both are where they were.
 */
export function moveSeat(draft: Draft): void {
  const { state } = draft;
  if (state.identity.witnesses.length < 2) return;
  lookAround(draft);
  const heartbeat = state.partnerSuspected ? null : (state.heard?.heartbeat ?? null);
  const theirs = heartbeat?.seat ?? null;
  const { move } = state.durable;
  if (move === null) {
    if (isMover(draft)) offerOrLeave(draft, heartbeat);
    else if (theirs?.offer && mayLeave(draft, theirs, theirs.offer)) leave(draft, theirs.offer);
    return;
  }
  if (theirs !== null && theirs.closedTerm >= move.term && theirs.seat.term < move.term) closeTerm(draft, move.term);
  else if (isMover(draft)) seatOrAbandon(draft, move, theirs);
  else if (theirs?.move?.stage === "abandoned" && theirs.move.term === move.term) closeTerm(draft, move.term);
  else if (state.partnerSuspected) askInTime(draft, () => askAbout(draft, move, { kind: "settle" }));
}

/** One side has to be it, and both have to agree which. */
const isMover = (draft: Draft): boolean => self(draft) === "a";

const mayLeave = (draft: Draft, theirs: SeatReport, { term, to }: NonNullable<SeatReport["offer"]>): boolean =>
  mayFollow(draft, theirs, term) && isSeen(draft, to);

const mayFollow = (draft: Draft, theirs: SeatReport, term: number): boolean =>
  theirs.seat.term === seatOf(draft).term && isNewTerm(draft, term);

const isSeen = ({ state }: Draft, ref: string): boolean => (state.sights[ref]?.seenSinceMs ?? null) !== null;

const isNewTerm = (draft: Draft, term: number): boolean =>
  term > Math.max(seatOf(draft).term, draft.state.durable.closedTerm);

function offerOrLeave(draft: Draft, heartbeat: Heartbeat | null): void {
  const { state } = draft;
  const theirs = heartbeat?.seat ?? null;
  const taken = theirs?.move ?? state.offer;
  if (theirs !== null && taken !== null && draft.rules.partnerHasLeft(theirs) && mayFollow(draft, theirs, taken.term)) {
    state.offer = null;
    leave(draft, taken);
    return;
  }
  const to = heartbeat === null ? null : betterSeat(draft, heartbeat);
  const newest = Math.max(seatOf(draft).term, state.durable.closedTerm, theirs?.closedTerm ?? 0);
  if (to === (state.offer?.to ?? null) && (state.offer === null || state.offer.term > newest)) return;
  state.offer = to === null ? null : { term: newest + 1, to };
  draft.beatNow = true;
  stir(draft);
}

/** Another witness that both hosts see: any where the seat is lost to one of them, an earlier one of the list where it stayed. */
function betterSeat(draft: Draft, { seat: theirs, witnessLostMs }: Heartbeat): string | null {
  const { state, nowMs, timing } = draft;
  const seat = seatOf(draft).witnessRef;
  const isSeenFor = (ref: string, forMs: number): boolean => {
    const sinceMs = state.sights[ref]?.seenSinceMs ?? null;
    if (sinceMs === null || (theirs.seesForMs[ref] ?? -1) < forMs) return false;
    sameUntil(draft, sinceMs + forMs);
    return nowMs >= sinceMs + forMs;
  };
  const refs = state.identity.witnesses.map(({ ref }) => ref);
  if (state.witness.lost || witnessLostMs > 0) return refs.find((ref) => ref !== seat && isSeenFor(ref, 0)) ?? null;
  const earlier = refs.slice(0, refs.indexOf(seat));
  return earlier.find((ref) => isSeenFor(ref, timing.witnessReturnMs)) ?? null;
}

function leave(draft: Draft, { term, to }: { readonly term: number; readonly to: string }): void {
  amendHost(draft, { move: { term, to, stage: "left" } });
  draft.state.leftAtMs = draft.nowMs;
  draft.state.termAskedAtMs = null;
  draft.beatNow = true;
}

function seatOrAbandon(draft: Draft, move: Move, theirs: SeatReport | null): void {
  if (move.stage === "abandoned") return;
  const abandonAtMs = draft.state.leftAtMs + 2 * witnessLostAfterMs(draft.timing);
  // A partner that has forgotten that it left could not close the term: then only the new witness can.
  const waits = theirs?.move?.term === move.term;
  if (waits && draft.nowMs >= abandonAtMs) {
    amendHost(draft, { move: { ...move, stage: "abandoned" } });
    draft.beatNow = true;
    return;
  }
  if (waits) wakeAt(draft, abandonAtMs);
  askInTime(draft, () =>
    askAbout(draft, move, { kind: "take-seat", registers: registersOf(draft), ...seatedMembers(draft) }),
  );
}

/** The witness that holds the registers answers no member but these. */
function seatedMembers({ state: { identity, durable } }: Draft): { members?: Members } {
  const [own, theirs] = [memberOf(identity), partnerMemberOf(durable)];
  if (own + theirs === 0) return {};
  return { members: identity.side === "a" ? { a: own, b: theirs } : { a: theirs, b: own } };
}

const registersOf = ({ state }: Draft): SeatedRegister[] =>
  Object.values(state.durable.vms).flatMap(({ vmRef, register }) =>
    register.epoch === 0 ? [] : [{ vmRef, ...register, inSync: [...register.inSync] }],
  );

function askInTime(draft: Draft, ask: () => void): void {
  const { state, nowMs, timing } = draft;
  const dueAtMs = state.termAskedAtMs === null ? nowMs : state.termAskedAtMs + timing.witnessTimeoutMs;
  if (nowMs >= dueAtMs) {
    state.termAskedAtMs = nowMs;
    ask();
  }
  wakeAt(draft, (state.termAskedAtMs ?? nowMs) + timing.witnessTimeoutMs);
}

/** The new witness has said whether the term began. Who abandoned the term believes its partner only. */
export function hearSeated(draft: Draft, from: string, reply: Extract<WitnessReply, { kind: "seated" }>): void {
  const { move } = draft.state.durable;
  if (move === null || move.to !== from || move.term !== reply.term) return;
  if (!reply.begun) closeTerm(draft, move.term);
  else if (move.stage === "left") takeNewSeat(draft, move, reply.storeId);
}

/** The partner asks a newer seat: it knows that the term began. */
export function hearSeat(draft: Draft, { seat, storeId }: SeatReport): void {
  if (seat.term > seatOf(draft).term) takeNewSeat(draft, { term: seat.term, to: seat.witnessRef }, storeId);
}

function takeNewSeat(draft: Draft, { term, to }: { term: number; to: string }, storeId: string | null): void {
  const { state, nowMs } = draft;
  const before = seatOf(draft);
  amendHost(draft, {
    seat: { term, witnessRef: to },
    storeId,
    move: null,
    closedTerm: Math.max(state.durable.closedTerm, term),
  });
  for (const vm of Object.values(state.vms)) {
    const { pending } = durableOf(draft, vm);
    // Asked of the old seat, and nobody heard of the outcome, so it never was. A machine that is new can be made anew.
    if (pending !== null && pending.purpose !== "create") amend(draft, vm, { pending: null });
    vm.askedAtMs = null;
  }
  const known = state.sights[before.witnessRef];
  if (known) state.sights[before.witnessRef] = { ...known, lost: state.witness.lost, rootRef: state.witnessRootRef };
  const rootRef = state.witnessRootRef;
  state.witnessRootRef = state.sights[to]?.rootRef ?? null;
  state.witness = freshSeatWatch(nowMs);
  state.offer = null;
  draft.beatNow = true;
  draft.renewNow = true;
  if (!isMover(draft) && !state.partnerSuspected) return;
  const nameOf = (ref: string) => state.identity.witnesses.find((witness) => witness.ref === ref)?.name ?? ref;
  recordHost(draft, { kind: "witness", ref: to }, rootRef, {
    phase: rootRef === null ? null : "acted",
    rule: "move-witness",
    sentence: `${hereOf(draft)} and ${thereOf(draft)} ask ${nameOf(to)} from now on, in term ${term}; ${nameOf(before.witnessRef)} was asked before.`,
  });
}

/** Keeps an eye on the witnesses that do not hold the registers now: one of them may have to. */
function lookAround(draft: Draft): void {
  const { state, nowMs, timing } = draft;
  const asked = state.durable.move === null ? seatOf(draft).witnessRef : null;
  for (const { ref } of state.identity.witnesses) {
    const sight = state.sights[ref];
    if (ref === asked || sight === undefined) continue;
    const dueAtMs = sight.lookedAtMs === null ? nowMs : sight.lookedAtMs + timing.leaseRenewMs;
    if (nowMs >= dueAtMs) {
      state.sights[ref] = { ...sight, lookedAtMs: nowMs };
      lookAt(draft, ref);
    }
    wakeAt(draft, Math.max(nowMs, dueAtMs) + (nowMs >= dueAtMs ? timing.leaseRenewMs : 0));
  }
}

export const seatReport = (draft: Draft): SeatReport => {
  const { state, nowMs } = draft;
  const { storeId, move, closedTerm } = state.durable;
  const seesForMs: Record<string, number> = {};
  for (const ref in state.sights) {
    const sinceMs = state.sights[ref]?.seenSinceMs ?? null;
    if (sinceMs !== null) seesForMs[ref] = nowMs - sinceMs;
  }
  return { seat: seatOf(draft), storeId, closedTerm, move, offer: state.offer, seesForMs };
};

/** What the partner says of a machine counts only where it is not behind: it then speaks of registers that are no more. */
export const isBehind = (draft: Draft, report: SeatReport): boolean => report.seat.term < seatOf(draft).term;
