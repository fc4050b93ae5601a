"use client";
import { useCallback } from "react";
import { useSearchParam } from "../shell/search-param";

export interface FaultAddress {
  readonly filter: string;
  readonly alarmId: string | null;
  readonly setFilter: (filter: string) => void;
  /** Opening leaves a way back; moving does not. */
  readonly select: (alarmId: string | null, how: "open" | "move") => void;
}

/** Filter and selection live in the address, so that what one sees can be sent. */
export function useFaultAddress(): FaultAddress {
  const filter = useSearchParam("q");
  const alarm = useSearchParam("alarm");
  const select = useCallback(
    (id: string | null, how: "open" | "move") => (how === "open" ? alarm.push : alarm.set)(id ?? ""),
    [alarm.push, alarm.set],
  );
  return { filter: filter.value, alarmId: alarm.value || null, setFilter: filter.set, select };
}
