"use client";
import { useSearchParams } from "next/navigation";
import { useCallback, useSyncExternalStore } from "react";

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener("popstate", listener);
  return () => {
    listeners.delete(listener);
    removeEventListener("popstate", listener);
  };
}

/** To be called after the address was written past the router. */
export function announceAddress(): void {
  for (const listener of listeners) listener();
}

/**
 * One parameter of the URL as state. The address is replaced, not pushed: typing a filter makes one entry of the
 * history, not twenty, and asks the server nothing. It is read from the address itself: the router brings its own copy
 * up to date when there is time, and a field that waits for that loses letters on a busy machine.
 */
export function useSearchParam(name: string): readonly [string, (value: string) => void] {
  const routed = useSearchParams().get(name) ?? "";
  const value = useSyncExternalStore(
    subscribe,
    () => new URLSearchParams(window.location.search).get(name) ?? "",
    () => routed,
  );
  const set = useCallback(
    (next: string) => {
      const url = new URL(window.location.href);
      if (next === "") url.searchParams.delete(name);
      else url.searchParams.set(name, next);
      window.history.replaceState(window.history.state, "", url);
      announceAddress();
    },
    [name],
  );
  return [value, set];
}
