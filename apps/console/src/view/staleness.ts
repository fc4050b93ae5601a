import type { Headline, PairHeadline } from "@v-available/api/view/headline";
import { PROTECTION_LABEL } from "@v-available/domain/label";
import { pairHeardAtMs } from "@v-available/domain/pairs-heard";
import type { PairState, ProtectionState } from "@v-available/domain/state";
import { STALE_AFTER_MS } from "@v-available/domain/timing";
import { useNowMs, usePairsHeard } from "../client/connection";

/** A headline as it may be believed now. */
export interface Believed<State> {
  readonly state: State | "Unknown";
  /** What it was when it was last heard of; equal to `state` while that is fresh. */
  readonly was: State;
  readonly stale: boolean;
  readonly observedAtMs: number;
}

/** Older than the bound is Unknown: what was answered before is kept as the last known value only. */
export function believe<State extends ProtectionState | PairState>(
  headline: { readonly state: State; readonly was: State; readonly observedAtMs: number },
  heardAtMs: number | undefined,
  nowMs: number,
): Believed<State> {
  const observedAtMs = Math.max(headline.observedAtMs, heardAtMs ?? 0);
  const stale = nowMs - observedAtMs > STALE_AFTER_MS;
  return { state: stale ? "Unknown" : headline.state, was: headline.was, stale, observedAtMs };
}

/** For one machine or pair; a table computes with `believe` and one clock for all of its rows. */
export function useBelieved(pairId: string, headline: Headline): Believed<ProtectionState> {
  const nowMs = useNowMs();
  return believe(headline, pairHeardAtMs(usePairsHeard(), pairId), nowMs);
}

export function useBelievedPair(pairId: string, headline: PairHeadline): Believed<PairState> {
  const nowMs = useNowMs();
  return believe(headline, pairHeardAtMs(usePairsHeard(), pairId), nowMs);
}

export const protectionWord = (state: ProtectionState): string => PROTECTION_LABEL[state].word;
