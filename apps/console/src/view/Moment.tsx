"use client";
import type { JSX } from "react";
import { useNowMs } from "../client/connection";
import { Clock } from "../client/Zone";

/** "10:42:07" today, "3 Nov 10:42" on another day, in the reader's zone; never broken over two lines. */
export function Moment({ atMs }: { atMs: number }): JSX.Element {
  const nowMs = useNowMs(60_000);
  return (
    <span className="nw">
      <Clock atMs={atMs} nowMs={nowMs} />
    </span>
  );
}
