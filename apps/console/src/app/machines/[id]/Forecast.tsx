import type { ChangeForecast } from "@v-available/domain/change-forecast";
import { aboutWords } from "@v-available/domain/wording";
import type { JSX } from "react";
import { Named } from "../../../client/Named";
import styles from "./Forecast.module.css";

/** The way to another level before it is gone: each step with its time, what it takes, and when the machine has less. */
export function Forecast({ forecast, names }: { forecast: ChangeForecast; names: readonly string[] }): JSX.Element {
  const { steps, durationMs, costs, exposure } = forecast;
  return (
    <>
      <h3>
        How it is done <span className={`sub ${styles.whole}`}>{aboutWords(durationMs)} in all, as expected</span>
      </h3>
      <ol className={styles.steps} aria-label="Steps">
        {steps.map(({ phrase, durationMs }) => (
          <li key={phrase}>
            <span>{phrase}</span>
            <span className={`sub ${styles.time}`}>{aboutWords(durationMs)}</span>
          </li>
        ))}
      </ol>
      <dl className={styles.facts}>
        <dt>Takes</dt>
        <dd>
          {costs.length === 0
            ? "Nothing more than now."
            : costs.map((cost) => (
                <p key={cost}>
                  <Named text={cost} names={names} />
                </p>
              ))}
        </dd>
        <dt>Exposed</dt>
        <dd>{exposure}</dd>
      </dl>
    </>
  );
}
