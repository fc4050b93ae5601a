"use client";
import { useCallback, useEffect, useRef, useState } from "react";
import { announceAddress, useSearchParam } from "../view/search-param";

export interface FaultAddress {
  readonly filter: string;
  readonly alarmId: string | null;
  /** Replaces the address: typing and moving leave no trail behind. */
  readonly setFilter: (filter: string) => void;
  /** Opening leaves a way back; moving does not. */
  readonly select: (alarmId: string | null, how: "open" | "move") => void;
}

/** The address follows the keys after this long; it is for sending and going back, not for drawing. */
const WRITE_AFTER_MS = 200;

function write(name: string, value: string | null, how: "open" | "move"): void {
  const next = new URLSearchParams(window.location.search);
  if (value === null || value === "") next.delete(name);
  else next.set(name, value);
  const query = next.toString().replaceAll("%3A", ":");
  const href = query === "" ? "/faults" : `/faults?${query}`;
  if (how === "open") window.history.pushState(null, "", href);
  else window.history.replaceState(null, "", href);
  announceAddress();
}

/** Filter and selection live in the address, so that what one sees can be sent. */
export function useFaultAddress(): FaultAddress {
  const [addressed] = useSearchParam("q");
  const [alarm] = useSearchParam("alarm");
  const [filter, show] = useState(addressed);
  const written = useRef(addressed);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  // Somebody went back, or followed a link: the address leads. Our own writing comes back as what we wrote.
  useEffect(() => {
    if (addressed === written.current) return;
    written.current = addressed;
    show(addressed);
  }, [addressed]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const setFilter = useCallback((text: string) => {
    show(text);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      written.current = text;
      write("q", text, "move");
    }, WRITE_AFTER_MS);
  }, []);
  const select = useCallback((id: string | null, how: "open" | "move") => write("alarm", id, how), []);
  return { filter, alarmId: alarm === "" ? null : alarm, setFilter, select };
}
