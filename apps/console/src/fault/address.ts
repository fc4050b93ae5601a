"use client";
import { useCallback } from "react";
import { useSearchParam } from "../shell/search-param";

export interface FaultAddress {
  readonly filter: string;
  readonly alarmId: string | null;
  /** How many rows were asked for; 0 where nobody asked for more than the first ones. */
  readonly rows: number;
  readonly setRows: (rows: number) => void;
  readonly setFilter: (filter: string) => void;
  /** Opening leaves a way back; moving does not. */
  readonly select: (alarmId: string | null, how: "open" | "move") => void;
}

/** Filter, selection and length of the list live in the address, so that what one sees can be sent and gone back to. */
export function useFaultAddress(): FaultAddress {
  const filter = useSearchParam("q");
  const alarm = useSearchParam("alarm");
  const { value: rows, set: setRows } = useSearchParam("rows");
  const select = useCallback(
    (id: string | null, how: "open" | "move") => (how === "open" ? alarm.push : alarm.set)(id ?? ""),
    [alarm.push, alarm.set],
  );
  return {
    filter: filter.value,
    alarmId: alarm.value || null,
    rows: Math.max(0, Number.parseInt(rows, 10) || 0),
    setRows: useCallback((next: number) => setRows(String(next)), [setRows]),
    setFilter: filter.set,
    select,
  };
}
