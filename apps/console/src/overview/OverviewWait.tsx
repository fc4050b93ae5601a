import type { JSX } from "react";
import styles from "./OverviewWait.module.css";

const REGIONS = ["a", "b", "c", "d"];
const ROWS = ["a", "b", "c", "d"];

const Bar = ({ width, height }: { width: string; height?: number }): JSX.Element => (
  <i style={height === undefined ? { width } : { width, height }} />
);

/** The final layout in still bars; nothing for the first 300 ms. */
export function OverviewWait(): JSX.Element {
  return (
    <div className="va-skeleton" role="status" aria-label="The overview is being read">
      <h1 className="vh">Overview</h1>
      <div className={styles.truth}>
        <Bar width="36%" height={22} />
        <Bar width="58%" height={22} />
        <Bar width="44%" />
      </div>
      <div className="va-region-head">
        <Bar width="140px" />
      </div>
      <div className={styles.map}>
        {REGIONS.map((region) => (
          <div key={region} className={styles.rows}>
            {ROWS.map((row) => (
              <Bar key={row} width="100%" />
            ))}
          </div>
        ))}
      </div>
      <div className={styles.columns}>
        {["left", "right"].map((side) => (
          <div key={side}>
            <div className="va-region-head">
              <Bar width="160px" />
            </div>
            <div className={styles.rows}>
              {ROWS.map((row) => (
                <Bar key={row} width="72%" />
              ))}
            </div>
          </div>
        ))}
      </div>
    </div>
  );
}
