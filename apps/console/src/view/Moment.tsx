"use client";
import { momentWords } from "@v-available/domain/wording";
import type { JSX } from "react";
import { useNowMs } from "../client/connection";
import { useZone } from "../client/Zone";

/** "10:42:07" today, "3 Nov 10:42" on another day, in the reader's zone. */
export function Moment({ atMs }: { atMs: number }): JSX.Element {
  const { zone, known } = useZone();
  const nowMs = useNowMs(60_000);
  return (
    <time
      className="nw"
      dateTime={new Date(atMs).toISOString()}
      style={known ? undefined : { visibility: "hidden" }}
      suppressHydrationWarning
    >
      {momentWords(atMs, nowMs, zone)}
    </time>
  );
}
