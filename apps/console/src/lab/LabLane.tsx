import {
  HIGH_AVAILABILITY,
  PROTECTION_OF_STOP,
  type Protection,
  REMOTE_AVAILABILITY,
  UNPROTECTED,
  withRecovery,
} from "@v-available/domain/level";
import { LevelGlyph } from "@v-available/ui/LevelGlyph";
import type { JSX } from "react";
import styles from "./LabLane.module.css";
import { LabLedger } from "./LabLedger";
import { outageParts, RequestStrip } from "./RequestStrip";
import type { Act, Ledger, RunAbout } from "./run/message";
import { secondsWords } from "./run/sentence";
import { type Series, silenceAt } from "./run/series";

type Lane = RunAbout["lanes"][number];

const NAME = {
  unprotected: ["Unprotected", "one copy, one host"],
  "high-availability": ["High Availability", "restarts from the mirror"],
  "fault-tolerance": ["Fault Tolerance", "goes on from memory"],
  "remote-availability": ["Remote Availability", "restarts at another site"],
  "disaster-recovery": ["Disaster Recovery", "started far away, by a person"],
  plain: ["Plain heartbeat failover", "elsewhere, no mirror; a model"],
} as const satisfies Record<Lane["level"], readonly [string, string]>;

const PROTECTION: Readonly<Record<Lane["level"], Protection>> = {
  ...PROTECTION_OF_STOP,
  "remote-availability": REMOTE_AVAILABILITY,
  "disaster-recovery": withRecovery(HIGH_AVAILABILITY),
  plain: UNPROTECTED,
};

export const laneName = (level: Lane["level"]): string => NAME[level][0];

const OUTAGE_FROM_MS = 5_000;
const PAUSE_FROM_MS = 200;
/** A part narrower than this share of the axis has no room for its words. */
const WORDS_FROM_SHARE = 0.04;

/** One level: what its clients saw, and what they were left with. */
export function LabLane({
  about,
  lane,
  series,
  acts,
  ledger,
  atMs,
}: {
  about: RunAbout;
  lane: Lane;
  series: Series;
  acts: readonly Act[];
  ledger: Ledger;
  atMs: number;
}): JSX.Element {
  const [name, sub] = NAME[lane.level];
  const share = (ms: number): number => (ms - about.beginsAtMs) / (about.untilMs - about.beginsAtMs);
  const left = (ms: number) => ({ left: `${(100 * share(ms)).toFixed(2)}%` });
  const silence = silenceAt(series, atMs);
  const silentMs = silence.toMs - silence.fromMs;
  const outage = atMs > 0 && silentMs >= OUTAGE_FROM_MS;
  return (
    <section className={styles.lane} aria-label={name}>
      <div className={styles.who}>
        <LevelGlyph protection={PROTECTION[lane.level]} size={24} label={null} />
        <h2>{name}</h2>
        <p className="sub">{sub}</p>
      </div>
      <div className={styles.strip}>
        <RequestStrip about={about} series={series} acts={acts} atMs={atMs} lostWrites={ledger.lostWrites} />
        {outage ? (
          <>
            <b className={styles.outage} style={left((silence.fromMs + silence.toMs) / 2)}>
              {secondsWords(silentMs)} without an answer
            </b>
            {outageParts(silence, acts)
              .filter(({ fromMs, toMs }) => share(toMs) - share(fromMs) > WORDS_FROM_SHARE)
              .map(({ words, fromMs, toMs }) => (
                <span
                  key={fromMs}
                  className={styles.part}
                  style={{ ...left(fromMs), width: `${(100 * (share(toMs) - share(fromMs))).toFixed(2)}%` }}
                >
                  {words} {secondsWords(toMs - fromMs)}
                </span>
              ))}
          </>
        ) : atMs > 0 && silentMs > PAUSE_FROM_MS ? (
          <p className={styles.pause}>
            <b>{secondsWords(silentMs)} pause</b>
            <span className="sub">each request around it, one line each: they wait, and are answered</span>
          </p>
        ) : null}
        {ledger.lostWrites > 0 ? (
          <b className={styles.lost} style={left(0)}>
            {ledger.lostWrites.toLocaleString("en")} writes
          </b>
        ) : null}
      </div>
      <LabLedger ledger={ledger} />
    </section>
  );
}
