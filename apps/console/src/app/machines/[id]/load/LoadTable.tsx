import type { MachineLoadView } from "@v-available/api/view/load";
import type { Measure } from "@v-available/domain/load-history";
import { type JSX, useState } from "react";
import styles from "./load.module.css";
import { MEASURE_LOOK } from "./measure";

/** The same as numbers: for whoever reads them, and for whoever copies them. Newest first. */
export function LoadTable({
  load,
  measures,
  timeAt,
}: {
  load: MachineLoadView;
  measures: readonly Measure[];
  timeAt: (step: number) => string;
}): JSX.Element {
  const [open, setOpen] = useState(false);
  const steps = Array.from({ length: load.series.cpu.length }, (_, at) => at).reverse();
  return (
    <details className={styles.details} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>As a table</summary>
      {open ? (
        <div className={styles.scroll}>
          <table className="va-table">
            <thead>
              <tr>
                <th scope="col">From</th>
                {measures.map((measure) => (
                  <th key={measure} scope="col" data-number>
                    {MEASURE_LOOK[measure].label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {steps.map((at) => (
                <tr key={at}>
                  <th scope="row">{timeAt(at)}</th>
                  {measures.map((measure) => {
                    const value = load.series[measure][at] ?? null;
                    return (
                      <td key={measure} data-number>
                        {value === null ? "not measured" : MEASURE_LOOK[measure].words(value)}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </details>
  );
}
