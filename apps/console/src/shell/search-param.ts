"use client";
import { useSearchParams } from "next/navigation";
import { useCallback, useEffect, useRef, useState } from "react";

/** The address follows after this long; it is for sending and going back, not for drawing. */
const WRITE_AFTER_MS = 200;

/** Writes one parameter into the address: pushed it leaves a way back, replaced it does not. Asks the server nothing. */
function write(name: string, value: string, how: "push" | "replace"): void {
  const next = new URLSearchParams(window.location.search);
  if (value === "") next.delete(name);
  else next.set(name, value);
  const query = next.toString().replaceAll("%3A", ":");
  const href = `${window.location.pathname}${query === "" ? "" : `?${query}`}`;
  if (how === "push") window.history.pushState(null, "", href);
  else window.history.replaceState(null, "", href);
}

/** Writings that wait. A navigation must not overtake them: one that came after it began would call it off. */
const waiting = new Set<() => void>();

/** Writes at once what was typed, and would be in the address a moment later. */
export function settleAddress(): void {
  for (const writeNow of [...waiting]) writeNow();
}

export interface SearchParam {
  readonly value: string;
  /** Leaves no way back: typing a filter or walking through a list makes no entry of the history. */
  readonly set: (value: string) => void;
  /** Leaves a way back. */
  readonly push: (value: string) => void;
}

/**
 * One parameter of the address as state. The state leads while somebody types or holds a key, because the router tells of
 * a new address later than the next key is pressed.
 */
export function useSearchParam(name: string): SearchParam {
  const addressed = useSearchParams().get(name) ?? "";
  const [value, show] = useState(addressed);
  const written = useRef(addressed);
  const callOff = useRef<() => void>(() => {});

  // Somebody went back, or followed a link: the address leads. Our own writing comes back as what we wrote.
  useEffect(() => {
    if (addressed === written.current) return;
    written.current = addressed;
    show(addressed);
  }, [addressed]);
  useEffect(() => () => callOff.current(), []);

  const set = useCallback(
    (next: string) => {
      show(next);
      callOff.current();
      const writeNow = (): void => {
        callOff.current();
        written.current = next;
        write(name, next, "replace");
      };
      const timer = setTimeout(writeNow, WRITE_AFTER_MS);
      waiting.add(writeNow);
      callOff.current = () => {
        clearTimeout(timer);
        waiting.delete(writeNow);
      };
    },
    [name],
  );
  const push = useCallback(
    (next: string) => {
      show(next);
      callOff.current();
      written.current = next;
      write(name, next, "push");
    },
    [name],
  );
  return { value, set, push };
}
