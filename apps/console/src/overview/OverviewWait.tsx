import type { JSX } from "react";
import styles from "./OverviewWait.module.css";

const FOUR = ["a", "b", "c", "d"];

/** The sentence and the map in still bars; nothing for the first 300 ms. */
export function OverviewWait(): JSX.Element {
  return (
    <div className="va-skeleton" role="status" aria-label="The overview is being read">
      <h1 className="vh">Overview</h1>
      <div className={styles.truth}>
        <i />
        <i />
        <i />
      </div>
      <div className={styles.map}>
        {FOUR.map((region) => (
          <div key={region} className={styles.rows}>
            {FOUR.map((row) => (
              <i key={row} />
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}
