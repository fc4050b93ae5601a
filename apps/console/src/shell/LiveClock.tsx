"use client";
import { ageWords, clockWords } from "@v-available/domain/wording";
import type { JSX } from "react";
import { useBeat, useConnection, useNowMs, useObservedAtMs } from "../client/connection";
import { useZone } from "../client/Zone";

/** To a tenth while it is young, and no finer: a number that changes its length each second cannot be read. */
const age = (atMs: number, nowMs: number): string =>
  nowMs - atMs < 9_950 ? `${(Math.max(0, nowMs - atMs) / 1_000).toFixed(1)} s ago` : ageWords(atMs, nowMs);

/** The clock, and how old the oldest observation is. The dot beats once for each word heard, and only then. */
export function LiveClock(): JSX.Element {
  const nowMs = useNowMs(500);
  const beat = useBeat();
  const observedAtMs = useObservedAtMs();
  const { cutOff } = useConnection();
  const { zone, known } = useZone();
  return (
    <span className="live" title="Time, and the age of the oldest observation">
      <i key={beat} className={cutOff ? "still" : "beat"} />
      <time dateTime={new Date(nowMs).toISOString()} style={known ? undefined : { visibility: "hidden" }}>
        {clockWords(nowMs, zone)}
      </time>
      <span className="sub">{observedAtMs === null ? "" : `observed ${age(observedAtMs, nowMs)}`}</span>
    </span>
  );
}
