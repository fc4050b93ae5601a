import type { RecoveryPoint } from "@v-available/domain/recovery-point";
import { ageWords } from "@v-available/domain/wording";
import type { JSX } from "react";
import { useNowMs } from "../../../client/connection";
import { Moment } from "../../../view/Moment";
import styles from "./PointChoice.module.css";

/** The moments that a machine could be set back to, each with what is given up by it. */
export function PointChoice({
  points,
  chosenAtMs,
  words,
  onChoice,
}: {
  points: readonly RecoveryPoint[];
  /** The newest, whichever that is then, where none is named. */
  chosenAtMs: number | undefined;
  /** What each means to who chooses. */
  words: (point: RecoveryPoint) => string;
  onChoice: (atMs: number | undefined) => void;
}): JSX.Element {
  const nowMs = useNowMs();
  return (
    <fieldset className={styles.points}>
      <legend>Recovery point</legend>
      <div className={styles.list}>
        {points.map((point, index) => {
          const { atMs } = point;
          const choice = index === 0 ? undefined : atMs;
          return (
            <label key={choice ?? "newest"}>
              <input type="radio" name="point" checked={chosenAtMs === choice} onChange={() => onChoice(choice)} />
              <span>
                <Moment atMs={atMs} />
                {index === 0 ? <b> newest</b> : null}
              </span>
              <span className="sub">{ageWords(atMs, nowMs)}</span>
              <span className="sub">{words(point)}</span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
