"use client";
import { useSearchParams } from "next/navigation";
import { useCallback } from "react";

/**
 * One parameter of the URL as state. The address is replaced, not pushed: typing a filter makes one entry of the
 * history, not twenty, and asks the server nothing.
 */
export function useSearchParam(name: string): readonly [string, (value: string) => void] {
  const value = useSearchParams().get(name) ?? "";
  const set = useCallback(
    (next: string) => {
      const url = new URL(window.location.href);
      if (next === "") url.searchParams.delete(name);
      else url.searchParams.set(name, next);
      window.history.replaceState(window.history.state, "", url);
    },
    [name],
  );
  return [value, set];
}
