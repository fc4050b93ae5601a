"use client";
import { useSearchParams } from "next/navigation";
import { useCallback, useEffect, useRef, useState } from "react";

/** What follows one another faster than this is typed or held: the address is told of the first and of the last. */
const PAUSE_MS = 200;

const addressNow = (): URLSearchParams => new URLSearchParams(window.location.search);

/** Writes one parameter into the address: pushed it leaves a way back, replaced it does not. Asks the server nothing. */
function write(name: string, value: string, how: "push" | "replace"): void {
  const next = addressNow();
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
 * a new address later than the next key is pressed. For the same reason a page asks once for each parameter: of two
 * states of one, the second would take for somebody's going back what the first has just written.
 */
export function useSearchParam(name: string): SearchParam {
  const addressed = useSearchParams().get(name) ?? "";
  const [value, show] = useState(addressed);
  const written = useRef(addressed);
  const setAtMs = useRef(Number.NEGATIVE_INFINITY);
  const callOff = useRef<() => void>(() => {});

  // Somebody went back, or followed a link: the address leads. Our own writing comes back as what we wrote, and on a busy
  // page the router tells of one that is not in the address any more.
  useEffect(() => {
    if (addressed === written.current || addressed !== (addressNow().get(name) ?? "")) return;
    callOff.current();
    written.current = addressed;
    show(addressed);
  }, [addressed, name]);
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
      const nowMs = performance.now();
      const pausedMs = nowMs - setAtMs.current;
      setAtMs.current = nowMs;
      if (pausedMs > PAUSE_MS) {
        writeNow();
        return;
      }
      const timer = setTimeout(writeNow, PAUSE_MS);
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
