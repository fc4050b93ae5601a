"use client";
import { type ClockPrecision, clockWords, momentWords } from "@v-available/domain/wording";
import { createContext, type JSX, type ReactNode, useContext, useEffect, useMemo, useSyncExternalStore } from "react";

/** Tells the server, from the second visit on, in which zone to draw the first paint. */
export const ZONE_COOKIE = "zone";

interface Drawn {
  /** The zone the server drew in: from the cookie; null where it does not know. */
  readonly zone: string | null;
  readonly drawnAtMs: number;
}

const DrawnContext = createContext<Drawn>({ zone: null, drawnAtMs: 0 });

const never = (): (() => void) => () => {};
const browserZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

export function ZoneProvider({ zone, drawnAtMs, children }: Drawn & { children: ReactNode }): JSX.Element {
  useEffect(() => {
    const here = browserZone();
    if (here === zone) return;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in two of the browsers we serve
    document.cookie = `${ZONE_COOKIE}=${encodeURIComponent(here)}; path=/; max-age=31536000; samesite=lax`;
  }, [zone]);
  const value = useMemo(() => ({ zone, drawnAtMs }), [zone, drawnAtMs]);
  return <DrawnContext value={value}>{children}</DrawnContext>;
}

export interface Zone {
  readonly zone: string;
  /** False while the server's first paint had to guess the zone: times are hidden for that moment, not wrong. */
  readonly known: boolean;
  readonly drawnAtMs: number;
}

/** The browser's zone; while hydrating, the one that the server drew in, so that both draw the same. */
export function useZone(): Zone {
  const drawn = useContext(DrawnContext);
  const zone = useSyncExternalStore(never, browserZone, () => drawn.zone ?? "UTC");
  const known = useSyncExternalStore(
    never,
    () => true,
    () => drawn.zone !== null,
  );
  return { zone, known, drawnAtMs: drawn.drawnAtMs };
}

export interface ClockProps {
  readonly atMs: number;
  readonly precision?: ClockPrecision;
  /** With the date in front where it was not today. */
  readonly nowMs?: number;
}

/** A moment in the browser's zone. */
export function Clock({ atMs, precision, nowMs }: ClockProps): JSX.Element {
  const { zone, known } = useZone();
  return (
    <time dateTime={new Date(atMs).toISOString()} style={known ? undefined : { visibility: "hidden" }}>
      {nowMs === undefined ? clockWords(atMs, zone, precision) : momentWords(atMs, nowMs, zone, precision)}
    </time>
  );
}
