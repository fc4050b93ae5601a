"use client";
import type { AlarmView } from "@v-available/api/view/alarm";
import { numberWords, otherDayWords } from "@v-available/domain/wording";
import { Region } from "@v-available/ui/Region";
import { Table } from "@v-available/ui/Table";
import type { JSX } from "react";
import { useNowMs } from "../client/connection";
import { Named } from "../client/Named";
import { Clock, useZone } from "../client/Zone";
import styles from "./Evidence.module.css";

function chainWords(chain: EvidenceProps["chain"]): string {
  if (chain === null) return "no event recorded";
  const range =
    chain.from === chain.to
      ? `event ${numberWords(chain.from)}`
      : `events ${numberWords(chain.from)} to ${numberWords(chain.to)}`;
  return chain.verified === null ? range : `${range}, chain ${chain.verified ? "verified" : "not verified"}`;
}

/** What was recorded, with its place in the chain: a sentence here can be found in the log again. */
export interface EvidenceProps {
  readonly events: AlarmView["evidence"];
  /** Null `verified`: nobody asked. */
  readonly chain: { readonly from: number; readonly to: number; readonly verified: boolean | null } | null;
  readonly names: readonly string[];
}

export function Evidence({ events, chain, names }: EvidenceProps): JSX.Element {
  const { zone } = useZone();
  const nowMs = useNowMs(60_000);
  const day = events[0] ? otherDayWords(events[0].atMs, nowMs, zone) : null;
  return (
    <Region
      title="Evidence"
      {...(day === null ? {} : { note: day })}
      aside={chainWords(chain)}
      className={styles.evidence}
    >
      {events.length === 0 ? null : (
        <Table dense aria-label="Evidence">
          <thead className="vh">
            <tr>
              <th scope="col">Time</th>
              <th scope="col">What was recorded</th>
              <th scope="col">Number in the log</th>
            </tr>
          </thead>
          <tbody>
            {events.map((event) => (
              <tr key={event.id}>
                <td className={styles.time}>
                  <Clock atMs={event.atMs} precision="millisecond" />
                </td>
                <td className={styles.said}>
                  <Named text={event.sentence} names={names} />
                </td>
                <td data-number className="sub" title={`sha256 ${event.hash}`}>
                  {numberWords(event.sequence)}
                </td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </Region>
  );
}
