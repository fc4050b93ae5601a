"use client";
import type { MachineRow } from "@v-available/api/view/machine";
import type { PairPrediction, PairView } from "@v-available/api/view/pair";
import { MIRROR_LEG_LABEL } from "@v-available/domain/part-label";
import { OUTCOME_WORD } from "@v-available/domain/prediction";
import { mebibytesWords } from "@v-available/domain/size-words";
import { otherSide, type Side } from "@v-available/domain/state";
import { lagWords, percentWords } from "@v-available/domain/wording";
import { Arrow } from "@v-available/ui/Arrow";
import { MachineName } from "@v-available/ui/MachineName";
import { MirrorBar } from "@v-available/ui/MirrorBar";
import { Toned } from "@v-available/ui/Toned";
import { TraceMark } from "@v-available/ui/TraceMark";
import type { JSX, ReactNode } from "react";
import { Link } from "../../../shell/Link";
import { isFilling, lookOf } from "../../../view/half-look";
import { Moment } from "../../../view/Moment";
import styles from "./MachineRows.module.css";
import { lostSides, predictionFor, type WhatIf } from "./what-if";

type Forecast = PairPrediction["machines"][number];

interface Tile {
  readonly look: string;
  readonly text: ReactNode;
}

function tileNow(machine: MachineRow, side: Side, pair: PairView): Tile {
  const look = lookOf(machine, side, pair.hosts[side].state);
  const leg = machine.legs[side];
  const own = isFilling(leg) && machine.resyncRatio !== null ? `, disk ${percentWords(machine.resyncRatio)}` : "";
  switch (look) {
    case "acts":
      return {
        look: own === "" ? "acts" : "acts-part",
        text: `${machine.vcpus} vCPU, ${mebibytesWords(machine.memoryMiB)}${own}`,
      };
    case "core":
      return {
        look,
        text: machine.standbyLagMs === null ? "memory in step" : `memory ${lagWords(machine.standbyLagMs)} behind`,
      };
    case "filling":
      return {
        look,
        text: (
          <>
            disk {percentWords(machine.resyncRatio ?? 0)}
            {machine.headline.etaAtMs === null ? null : (
              <>
                , complete <Moment atMs={machine.headline.etaAtMs} />
              </>
            )}
          </>
        ),
      };
    case "held":
      return { look, text: "held, waits for the token" };
    case "off":
      return { look: "disk", text: "off, as asked" };
    case "gone":
      return { look, text: "" };
    case "none":
      return { look, text: "no copy, as declared" };
    case "broken":
      return { look, text: machine.activeSide === side ? "not running" : `disk ${MIRROR_LEG_LABEL[leg].word}` };
    case "disk":
      return { look, text: `disk ${MIRROR_LEG_LABEL[leg].word}` };
  }
}

function tileThen(machine: MachineRow, side: Side, pair: PairView, choice: WhatIf, forecast: Forecast): Tile {
  const lost = lostSides(choice, pair);
  if (lost[side]) return { look: "lost", text: "" };
  const pause = forecast.pause === "none" ? "no pause" : forecast.pause;
  if (machine.desiredPower === "off") return { look: "disk", text: "stays off" };
  if (forecast.runsOn === side) {
    return forecast.outcome === "restarts"
      ? { look: "restarts", text: `restarts, ${pause}` }
      : { look: "acts", text: <b>goes on, {pause}</b> };
  }
  if (forecast.outcome === "unknown") return { look: "none", text: "not known" };
  // It stops where it would have run: on the survivor, or where it is.
  const wouldRun = lost[machine.activeSide] ? otherSide(machine.activeSide) : machine.activeSide;
  if (forecast.runsOn === null && wouldRun === side) return { look: "stops", text: "stops" };
  // The witness alone moves no copy; every other loss drops the one that is cut off.
  return choice === "witness" ? tileNow(machine, side, pair) : { look: "none", text: "copy dropped" };
}

function shortReason(machine: MachineRow, forecast: Forecast, choice: WhatIf): string {
  switch (forecast.outcome) {
    case "goes-on":
      if (machine.desiredPower === "off") return "off, as asked";
      if (choice === "witness") return "no change; at risk";
      if (forecast.runsOn !== machine.activeSide) return "from memory, connections kept";
      return machine.resyncRatio === null ? "one copy" : "resync starts again later";
    case "restarts":
      return "memory lost, writes kept";
    case "person-decides":
      return "when a person declares it";
    case "stops":
      if (machine.resyncRatio !== null) return `copy at ${percentWords(machine.resyncRatio)}, never promoted`;
      return choice === "site" ? "no copy elsewhere" : "no complete copy there";
    case "unknown":
      return "not known";
  }
}

function MirrorNow({ machine }: { machine: MachineRow }): JSX.Element {
  const complete = { a: machine.legs.a === "UpToDate", b: machine.legs.b === "UpToDate" };
  if (machine.resyncRatio !== null) {
    const to: Side = complete.a ? "b" : complete.b ? "a" : otherSide(machine.activeSide);
    return (
      <span className={styles.copying}>
        <Arrow to={to} />
        <MirrorBar ratio={machine.resyncRatio} />
        <b>{percentWords(machine.resyncRatio)}</b>
      </span>
    );
  }
  if (machine.declaredStop === "unprotected") return <span className="sub">one copy, as declared</span>;
  const apart = !complete.a || !complete.b;
  if (apart) return <Toned tone="unprotected">one copy</Toned>;
  return (
    <span className={styles.inStep}>
      <Arrow to={otherSide(machine.activeSide)} />
      in step
    </span>
  );
}

function TileView({ tile, machine, side }: { tile: Tile; machine: MachineRow; side: Side }): JSX.Element {
  return (
    <Link
      href={`/machines/${machine.id}`}
      className={tile.look === "gone" || tile.look === "lost" ? `${styles.tile} va-corners` : styles.tile}
      data-look={tile.look}
      data-side={side}
      // The same page twice in a row: one of the two is enough for the keyboard.
      tabIndex={side === machine.activeSide ? 0 : -1}
      style={{ ["--part" as string]: machine.resyncRatio ?? 0 }}
    >
      <MachineName name={machine.name} strong={tile.look.startsWith("acts")} />
      <span>{tile.text}</span>
    </Link>
  );
}

/** One row a machine: what it is on A, how its copies stand (or what would become of it), and what it is on B. */
export function MachineRows({ pair, choice }: { pair: PairView; choice: WhatIf }): JSX.Element {
  const prediction = predictionFor(choice, pair.predictions);
  return (
    <div className={styles.rows}>
      <div className={styles.head}>
        <span className="lab">on {pair.hostNames.a}</span>
        <span className="lab">{prediction === null ? "mirror" : "outcome"}</span>
        <span className="lab">on {pair.hostNames.b}</span>
      </div>
      <ul>
        {pair.machines.map((machine) => {
          const forecast = prediction?.machines.find((one) => one.machineId === machine.id);
          const tile = (side: Side): Tile =>
            forecast === undefined ? tileNow(machine, side, pair) : tileThen(machine, side, pair, choice, forecast);
          return (
            <li
              key={machine.id}
              className={styles.row}
              data-joined={(forecast === undefined && machine.declaredStop !== "unprotected") || undefined}
            >
              <TileView tile={tile("a")} machine={machine} side="a" />
              <span className={styles.middle}>
                {forecast === undefined ? (
                  <MirrorNow machine={machine} />
                ) : (
                  <span className={styles.outcome} title={forecast.reason}>
                    <TraceMark outcome={forecast.outcome} label={OUTCOME_WORD[forecast.outcome]} />
                    {shortReason(machine, forecast, choice)}
                  </span>
                )}
              </span>
              <TileView tile={tile("b")} machine={machine} side="b" />
            </li>
          );
        })}
      </ul>
    </div>
  );
}
