import type { PredictionView } from "@v-available/api/view/headline";
import { TraceMark } from "@v-available/ui/TraceMark";
import type { JSX } from "react";
import { Named } from "../../../client/Named";
import styles from "./PredictionTable.module.css";

/** Where service ends there is no pause to measure, and "none" would read as the best of all. */
function pauseOf({ outcome, pause, pauseMaxMs }: PredictionView): string {
  const ends = outcome === "stops" || outcome === "person-decides";
  return ends && pauseMaxMs === null ? "until a person" : pause;
}

/** What each loss would do; marked as a prediction by its heads. */
export function PredictionTable({
  predictions,
  names,
  when,
}: {
  predictions: readonly PredictionView[];
  names: readonly string[];
  /** "If this happens now", or after a change. */
  when: string;
}): JSX.Element {
  return (
    <table className={`va-table ${styles.table}`}>
      <thead>
        <tr>
          <th scope="col">{when}</th>
          <th scope="col">The machine</th>
          <th scope="col" data-number>
            Pause
          </th>
          <th scope="col" data-number>
            Lost
          </th>
        </tr>
      </thead>
      <tbody>
        {predictions.map((prediction) => (
          <tr key={prediction.loss}>
            <th scope="row">
              <Named text={prediction.title} names={names} />
            </th>
            <td>
              <span className={styles.outcome}>
                <TraceMark outcome={prediction.outcome} />
                <span>
                  <b>
                    <Named text={prediction.verdict} names={names} />
                  </b>{" "}
                  <span className={styles.reason}>
                    <Named text={prediction.reason} names={names} />
                  </span>
                </span>
              </span>
            </td>
            <td data-number>{pauseOf(prediction)}</td>
            <td data-number>{prediction.lost}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
