import { type Draft, stir, wakeAt } from "./draft";
import { hereOf, newRoot, recordHost, seconds } from "./journal";
import { seatOf } from "./seat";
import type { HostState } from "./state";
import { witnessLostAfterMs } from "./timing";

/** What a host sees of one witness, whether that holds the registers or not. */
export interface Sight {
  readonly lastReplyAtMs: number;
  /** Since when it has answered without a gap; null while it does not. */
  readonly seenSinceMs: number | null;
  readonly lookedAtMs: number | null;
  /** Told of as lost; only of a witness that does not hold the registers. */
  readonly lost: boolean;
  readonly rootRef: string | null;
}

/** At a start nothing has been heard, and the silence counts from there. */
export const freshSight = (nowMs: number): Sight => ({
  lastReplyAtMs: nowMs,
  seenSinceMs: null,
  lookedAtMs: null,
  lost: false,
  rootRef: null,
});

/** Of a seat that has not been asked yet. */
export const freshSeatWatch = (nowMs: number): HostState["witness"] => ({
  lastReplyAtMs: null,
  silentSinceMs: nowMs,
  lost: false,
  foreign: false,
  partnerSeenMsAgo: null,
  asked: [],
  nextRenewAtMs: nowMs,
});

export function seeWitness(draft: Draft, ref: string): void {
  const { state, nowMs } = draft;
  const sight = state.sights[ref];
  if (sight === undefined) return;
  if (sight.seenSinceMs === null) {
    draft.touched = true;
    draft.beatNow = true;
  }
  if (sight.lost && ref !== seatOf(draft).witnessRef)
    recordHost(draft, { kind: "witness", ref }, sight.rootRef, {
      phase: "restored",
      rule: "witness-back",
      faultKind: "witness-lost",
      clears: true,
      sentence: `${nameOf(state, ref)} answers ${hereOf(draft)} again after ${seconds(nowMs - sight.lastReplyAtMs)}.`,
    });
  const seenSinceMs = sight.seenSinceMs ?? nowMs;
  state.sights[ref] = { ...sight, lastReplyAtMs: nowMs, seenSinceMs, lost: false, rootRef: null };
}

/** Notices which witnesses have fallen silent. That of the one that holds the registers is told of in lease.ts. */
export function watchSights(draft: Draft): void {
  const { state, nowMs, timing } = draft;
  if (state.identity.witnesses.length < 2) return;
  for (const { ref } of state.identity.witnesses) {
    const sight = state.sights[ref];
    if (sight === undefined) continue;
    const lostAtMs = sight.lastReplyAtMs + witnessLostAfterMs(timing);
    if (nowMs < lostAtMs) {
      wakeAt(draft, lostAtMs);
      continue;
    }
    const isSeat = ref === seatOf(draft).witnessRef;
    if (sight.seenSinceMs === null && (sight.lost || isSeat)) continue;
    const rootRef = isSeat ? null : newRoot(draft);
    state.sights[ref] = { ...sight, seenSinceMs: null, lost: !isSeat, rootRef };
    draft.beatNow = true;
    stir(draft);
    if (isSeat) continue;
    recordHost(draft, { kind: "witness", ref }, rootRef, {
      phase: "detected",
      rule: "witness-lost",
      faultKind: "witness-lost",
      severity: "minor",
      sentence: `${nameOf(state, ref)}, which does not hold the registers now, has not answered ${hereOf(draft)} for ${seconds(nowMs - sight.lastReplyAtMs)}.`,
    });
  }
}

const nameOf = ({ identity }: HostState, ref: string): string =>
  identity.witnesses.find((witness) => witness.ref === ref)?.name ?? ref;
