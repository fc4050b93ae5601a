"use client";
import { ageWords, clockWords } from "@v-available/domain/wording";
import type { JSX } from "react";
import { useBeat, useConnection, useNowMs, useObservedAtMs } from "../client/connection";
import { useZone } from "../client/Zone";

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
      <span className="sub">{observedAtMs === null ? "" : `observed ${ageWords(observedAtMs, nowMs)}`}</span>
    </span>
  );
}
