import type { BulkRow } from "@v-available/api/view/bulk";
import { countWords } from "@v-available/domain/wording";
import { MachineName } from "@v-available/ui/MachineName";
import { Cell, Head, Table } from "@v-available/ui/Table";
import type { JSX } from "react";
import styles from "./bulk.module.css";
import { changeWords } from "./bulk-words";

/** More than these nobody reads in a dialog; the reasons above count them all. */
const SHOWN = 100;

/** What would come of it for each. */
export function BulkRows({ rows }: { rows: readonly BulkRow[] }): JSX.Element {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keys
    <section className={styles.rows} tabIndex={0} aria-label="Each machine">
      <Table dense aria-label="What will happen to each machine">
        <thead>
          <tr>
            <Head>Name</Head>
            <Head className={styles.place ?? ""}>Pair, site</Head>
            <Head>What happens</Head>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, SHOWN).map((row) => (
            <tr key={row.machineId}>
              <Cell>
                <MachineName name={row.name} />
              </Cell>
              <Cell className={styles.place}>
                <span className="id">{row.pair.name}</span> <span className="sub">{row.site.name}</span>
              </Cell>
              <Cell>
                {row.refusedBecause === null ? (
                  changeWords(row)
                ) : (
                  <>
                    <b>Refused.</b> {row.refusedBecause}
                  </>
                )}
              </Cell>
            </tr>
          ))}
        </tbody>
      </Table>
      {rows.length > SHOWN ? <p className="sub">And {countWords(rows.length - SHOWN, "more machine")}.</p> : null}
    </section>
  );
}
