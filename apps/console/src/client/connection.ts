"use client";
import type { LiveMessage } from "@v-available/api/view/live";
import { NO_PAIR_HEARD, type PairsHeard } from "@v-available/domain/pairs-heard";
import { clockWords } from "@v-available/domain/wording";
import { useMemo, useSyncExternalStore } from "react";
import { useZone } from "./Zone";

/** Without a word for this long, the console counts as cut off. */
export const CUT_OFF_AFTER_MS = 3_000;
const TICK_MS = 500;

export interface Heard {
  /** By the browser's clock. */
  readonly atMs: number;
  readonly message: LiveMessage;
}

interface State {
  readonly lastHeardAtMs: number;
  /** Counts messages: the heartbeat in the bar beats once for each. */
  readonly beat: number;
  readonly revision: number | null;
  /** The server's clock minus the browser's: ages are told by the server's. */
  readonly clockOffsetMs: number;
  readonly adapterObservedAtMs: Readonly<Record<string, number | null>>;
  readonly pairsHeard: PairsHeard;
}

const startedAtMs = Date.now();
let state: State = {
  lastHeardAtMs: startedAtMs,
  beat: 0,
  revision: null,
  clockOffsetMs: 0,
  adapterObservedAtMs: {},
  pairsHeard: NO_PAIR_HEARD,
};
let wallMs = startedAtMs;
const listeners = new Set<() => void>();
const tickListeners = new Set<() => void>();
let ticker: ReturnType<typeof setInterval> | null = null;

const emit = (to: Set<() => void>): void => {
  for (const listener of to) listener();
};

export function hear({ atMs, message }: Heard): void {
  // The least delayed message tells the offset best; a jump of more than a second is a clock that was set.
  const offset = message.nowMs - atMs;
  const known = state.revision !== null && Math.abs(offset - state.clockOffsetMs) < 1_000;
  state = {
    lastHeardAtMs: Math.max(state.lastHeardAtMs, atMs),
    beat: state.beat + 1,
    revision: message.revision,
    clockOffsetMs: known ? Math.max(offset, state.clockOffsetMs) : offset,
    adapterObservedAtMs: message.adapterObservedAtMs,
    pairsHeard: message.pairsHeard,
  };
  emit(listeners);
}

export const lastRevision = (): number | null => state.revision;
export const lastHeardAtMs = (): number => state.lastHeardAtMs;

/** The browser's guess of the server's clock now. */
export const serverNowMs = (): number => Date.now() + state.clockOffsetMs;

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

function tick(): void {
  wallMs = Date.now();
  emit(tickListeners);
}

function subscribeTick(listener: () => void): () => void {
  tickListeners.add(listener);
  if (ticker === null) {
    wallMs = Date.now();
    ticker = setInterval(tick, TICK_MS);
    document.addEventListener("visibilitychange", tick);
  }
  return () => {
    tickListeners.delete(listener);
    if (tickListeners.size > 0 || ticker === null) return;
    clearInterval(ticker);
    ticker = null;
    document.removeEventListener("visibilitychange", tick);
  };
}

/**
 * The server's clock, moving in steps of `stepMs`: what derived states are computed against as time passes.
 * While the page hydrates it is the time at which the server drew it, so that both draw the same.
 */
export function useNowMs(stepMs = 1_000): number {
  const { drawnAtMs } = useZone();
  return useSyncExternalStore(
    subscribeTick,
    () => Math.floor((wallMs + state.clockOffsetMs) / stepMs) * stepMs,
    () => Math.floor(drawnAtMs / stepMs) * stepMs,
  );
}

export const useBeat = (): number =>
  useSyncExternalStore(
    subscribe,
    () => state.beat,
    () => 0,
  );

const NOTHING: Readonly<Record<string, number>> = {};

/** When each pair was last heard by its adapter: newer than what a query that was answered earlier says. */
export const usePairsHeard = (): PairsHeard =>
  useSyncExternalStore(
    subscribe,
    () => state.pairsHeard,
    () => NO_PAIR_HEARD,
  );

/** The oldest of the adapters' last signs of life; null before the first message. */
export function useObservedAtMs(): number | null {
  const adapters = useSyncExternalStore(
    subscribe,
    () => state.adapterObservedAtMs,
    () => NOTHING,
  );
  return useMemo(() => {
    const known = Object.values(adapters).filter((at) => at !== null);
    return known.length === 0 ? null : Math.min(...known);
  }, [adapters]);
}

export interface Connection {
  readonly cutOff: boolean;
  /** By the browser's clock: when anything was last heard. */
  readonly lastHeardAtMs: number;
  /** For every action that needs the server: why it is off now; null while it is not. */
  readonly reason: string | null;
  /** The same for a row of a list, where the strip above has said it in full. */
  readonly brief: string | null;
}

/** Whether the console hears anything. Actions that need the server are disabled with `reason`. */
export function useConnection(): Connection {
  const { zone } = useZone();
  // The snapshot is 0 while connected, so that nobody renders just because time passes.
  const silentSinceMs = useSyncExternalStore(
    (listener) => {
      const stopTick = subscribeTick(listener);
      const stop = subscribe(listener);
      return () => {
        stopTick();
        stop();
      };
    },
    () => (wallMs - state.lastHeardAtMs > CUT_OFF_AFTER_MS ? state.lastHeardAtMs : 0),
    () => 0,
  );
  return useMemo(
    () =>
      silentSinceMs === 0
        ? { cutOff: false, lastHeardAtMs: state.lastHeardAtMs, reason: null, brief: null }
        : {
            cutOff: true,
            lastHeardAtMs: silentSinceMs,
            reason: `The console has not heard from anything since ${clockWords(silentSinceMs, zone)}.`,
            brief: `off since ${clockWords(silentSinceMs, zone)}`,
          },
    [silentSinceMs, zone],
  );
}
