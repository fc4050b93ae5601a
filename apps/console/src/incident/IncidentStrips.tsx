"use client";
import type { IncidentMachine, IncidentView } from "@v-available/api/view/incident";
import { PROTECTION_LABEL } from "@v-available/domain/label";
import { percentWords } from "@v-available/domain/wording";
import { MachineName } from "@v-available/ui/MachineName";
import { StateMark } from "@v-available/ui/StateMark";
import { type JSX, useMemo } from "react";
import { useConnection, useNowMs } from "../client/connection";
import { Clock } from "../client/Zone";
import { Link } from "../shell/Link";
import styles from "./IncidentStrips.module.css";
import { type CopyPiece, copyPieces, hasOneByChoice, type StripScale, stripScale, withLoss } from "./strip-scale";

/** A shorter axis needs seconds: its end would else read as before now. */
const MINUTES_FROM_MS = 600_000;

const percent = (ratio: number): string => `${(ratio * 100).toFixed(2)}%`;

const Pieces = ({ pieces }: { pieces: readonly CopyPiece[] }): JSX.Element => (
  <span className={styles.copy}>
    {pieces.map(({ from, to, is }) =>
      to > from ? (
        <i key={`${is}${from}`} data-is={is} style={{ left: percent(from), width: percent(to - from) }} />
      ) : null,
    )}
  </span>
);

function told(machine: IncidentMachine, nowMs: number): JSX.Element {
  if (machine.restoredAtMs !== null)
    return (
      <>
        <Clock atMs={machine.restoredAtMs} /> <span className={styles.part}>two</span>
      </>
    );
  if (machine.etaAtMs !== null && machine.etaAtMs > nowMs)
    return (
      <>
        <Clock atMs={machine.etaAtMs} /> <span className={styles.part}>{percentWords(machine.progressRatio)}</span>
      </>
    );
  if (machine.state === "Unknown") return <span className="sub">not known</span>;
  if (hasOneByChoice(machine)) return <span className="sub">one, by choice</span>;
  // One that is off loses nothing by it, so no exposure is counted.
  if (machine.oneCopySinceMs === null)
    return <span className="sub">{machine.state === "Unprotected" ? "one in reach" : "has two"}</span>;
  return (
    <span className="sub">{machine.resyncSinceMs === null ? "not begun" : percentWords(machine.progressRatio)}</span>
  );
}

function Strip({ machine, scale, nowMs }: { machine: IncidentMachine; scale: StripScale; nowMs: number }): JSX.Element {
  const eta =
    machine.restoredAtMs === null && machine.etaAtMs !== null && machine.etaAtMs > nowMs ? machine.etaAtMs : null;
  return (
    <li className={styles.row}>
      <Link href={`/machines/${machine.id}`} className={styles.name}>
        <StateMark
          state={machine.state}
          ratio={machine.progressRatio}
          asWished={machine.state === "Unprotected" && hasOneByChoice(machine)}
        />
        <span className="vh">{PROTECTION_LABEL[machine.state].word}: </span>
        <MachineName name={machine.name} />
      </Link>
      <span className={styles.track} aria-hidden="true">
        <Pieces pieces={copyPieces(machine, "a", scale, nowMs)} />
        <Pieces pieces={copyPieces(machine, "b", scale, nowMs)} />
        <u style={{ left: percent(scale.at(nowMs)) }} />
        {eta === null ? null : <em style={{ left: percent(scale.at(eta)) }} />}
      </span>
      <span className={styles.told}>{told(machine, nowMs)}</span>
    </li>
  );
}

/** Two lines are two copies: which is there, since when not, how far the other has come, and when it is expected. */
export function IncidentStrips({ incident }: { incident: IncidentView }): JSX.Element | null {
  const tickMs = useNowMs(1_000);
  const { cutOff, lastHeardAtMs } = useConnection();
  // What is drawn up to now must have been heard up to now.
  const nowMs = Math.max(cutOff ? lastHeardAtMs : tickMs, incident.openedAtMs);
  const scale = useMemo(() => stripScale(incident, nowMs), [incident, nowMs]);
  const resyncSinceMs = incident.machines.reduce<number | null>(
    (first, { resyncSinceMs: at }) => (at === null ? first : first === null ? at : Math.min(first, at)),
    null,
  );
  if (incident.machines.length === 0) return null;
  const now = scale.at(nowMs);
  const apart = (ms: number, from: number): boolean => Math.abs(scale.at(ms) - from) > 0.11;
  const pair = incident.pair?.name;
  return (
    <div className={styles.strips} data-stale={cutOff || undefined}>
      <div className={styles.axis} aria-hidden="true">
        <span />
        <span className={styles.times}>
          {apart(incident.openedAtMs, now) ? (
            <i style={{ left: percent(scale.at(incident.openedAtMs)) }}>
              <Clock atMs={incident.openedAtMs} />
            </i>
          ) : null}
          {resyncSinceMs !== null &&
          apart(resyncSinceMs, now) &&
          apart(resyncSinceMs, scale.at(incident.openedAtMs)) ? (
            <i className={styles.less} style={{ left: percent(scale.at(resyncSinceMs)) }}>
              <Clock atMs={resyncSinceMs} />
            </i>
          ) : null}
          {incident.restoredAtMs === null ? (
            <i className={styles.now} style={{ left: percent(now) }}>
              {cutOff ? "last heard" : "now"}
            </i>
          ) : null}
          {now < 0.86 ? (
            <i className={styles.end}>
              <Clock atMs={scale.toMs} precision={scale.toMs - scale.fromMs < MINUTES_FROM_MS ? "second" : "minute"} />
            </i>
          ) : null}
        </span>
        <span className="lab num">two copies</span>
      </div>
      <ul aria-label="Machines of this incident, with the time at which each has two copies">
        {incident.machines.map((machine) => (
          <Strip key={machine.id} machine={withLoss(machine, incident)} scale={scale} nowMs={nowMs} />
        ))}
      </ul>
      <p className={styles.caption}>
        Two lines are two copies: {pair ? <span className="id">{pair}-a</span> : "host A"} above,{" "}
        {pair ? <span className="id">{pair}-b</span> : "host B"} below. A gap is a copy that is missing; what was
        acknowledged is on the other.
      </p>
    </div>
  );
}
