"use client";
import { useSearchParams } from "next/navigation";
import { useCallback } from "react";

export interface FaultAddress {
  readonly filter: string;
  readonly alarmId: string | null;
  /** Replaces the address: typing and moving leave no trail behind. */
  readonly setFilter: (filter: string) => void;
  /** Opening leaves a way back; moving does not. */
  readonly select: (alarmId: string | null, how: "open" | "move") => void;
}

/** Filter and selection live in the address, so that what one sees can be sent. */
export function useFaultAddress(): FaultAddress {
  const params = useSearchParams();
  const filter = params.get("q") ?? "";
  const alarmId = params.get("alarm");
  const go = useCallback((change: Readonly<Record<string, string | null>>, how: "open" | "move") => {
    const next = new URLSearchParams(window.location.search);
    for (const [name, value] of Object.entries(change)) {
      if (value === null || value === "") next.delete(name);
      else next.set(name, value);
    }
    const query = next.toString().replaceAll("%3A", ":");
    const href = query === "" ? "/faults" : `/faults?${query}`;
    if (how === "open") window.history.pushState(null, "", href);
    else window.history.replaceState(null, "", href);
  }, []);
  const setFilter = useCallback((text: string) => go({ q: text }, "move"), [go]);
  const select = useCallback((id: string | null, how: "open" | "move") => go({ alarm: id }, how), [go]);
  return { filter, alarmId, setFilter, select };
}
