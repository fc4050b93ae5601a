import type { JSX } from "react";
import { Hands } from "./Hands";
import type { HandAct } from "./run/message";
import type { RunView } from "./run/use-run";
import styles from "./StageSites.module.css";

type StageView = RunView["frame"]["stage"];

export interface StageProps {
  readonly stage: StageView;
  readonly onAct: (act: HandAct) => void;
  /** To draw another of its pairs. */
  readonly onDraw: (pairRef: string) => void;
}

/** The sites of the run, and the pairs at each: one of these is drawn. */
export function StageSites({ stage, onAct, onDraw }: StageProps): JSX.Element {
  return (
    <ul className={styles.sites}>
      {stage.sites.map((site) => (
        <li key={site.ref} data-dark={site.hosts > 0 && site.hostsOn === 0}>
          <h3>
            {site.name}{" "}
            {site.hosts === 0 ? null : (
              <span className="sub">
                {site.hostsOn} of {site.hosts} hosts run
              </span>
            )}
          </h3>
          {site.pairs.length === 0 ? null : (
            <p className={styles.pairs}>
              {stage.pairs
                .filter(({ ref }) => site.pairs.includes(ref))
                .map((pair) => (
                  <Pair key={pair.ref} pair={pair} isDrawn={pair.ref === stage.drawn.ref} onDraw={onDraw} />
                ))}
            </p>
          )}
          <Hands
            here={site.name}
            name={site.name}
            breakable={stage.breakable.filter(({ subjectRef }) => subjectRef === site.ref)}
            onAct={onAct}
          />
        </li>
      ))}
    </ul>
  );
}

function Pair({
  pair: { ref, name, power, machines, machinesRunning },
  isDrawn,
  onDraw,
}: {
  pair: StageView["pairs"][number];
  isDrawn: boolean;
  onDraw: (pairRef: string) => void;
}): JSX.Element {
  return (
    <button type="button" aria-pressed={isDrawn} onClick={() => onDraw(ref)}>
      <span className="vh">Draw pair </span>
      <b className="id">{name}</b>
      <span className={styles.hosts} aria-hidden="true">
        <i data-power={power.a} />
        <i data-power={power.b} />
      </span>
      <span className="sub">
        {machinesRunning} of {machines} run
      </span>
    </button>
  );
}
