import { Region } from "@v-available/ui/Region";
import { Cell, Head, Table } from "@v-available/ui/Table";
import type { JSX } from "react";
import styles from "./HostsDid.module.css";
import { laneName } from "./LabLane";
import type { Act, RunAbout } from "./run/message";

const timeWords = (atMs: number): string =>
  Math.abs(atMs) < 10_000 ? `${(atMs / 1_000).toFixed(3)} s` : `${(atMs / 1_000).toFixed(1)} s`;

/** What hosts wrote down and what became of the plain machine, in order, with the rule that fired. */
export function HostsDid({ about, acts }: { about: RunAbout; acts: readonly Act[] }): JSX.Element {
  const shown = acts.filter(({ targets, atMs }) => targets.length > 0 && atMs >= 0);
  return (
    <Region title="What the hosts did" note="rule and time since zero">
      {shown.length === 0 ? (
        <p className="sub">Nothing yet: each host hears the other and the witness, and has nothing to write down.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        <section className={styles.scroll} tabIndex={0} aria-label="What the hosts did, by level">
          <Table dense>
            <thead>
              <tr>
                <Head className={styles.time ?? ""}>Time</Head>
                {about.lanes.map(({ target, level }) => (
                  <Head key={target}>{laneName(level)}</Head>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map((act, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: acts are only ever appended
                <tr key={index}>
                  <Cell className="sub">{timeWords(act.atMs)}</Cell>
                  {about.lanes.map(({ target, level }) => (
                    <Cell
                      key={target}
                      className={act.targets.includes(target) ? undefined : `sub ${styles.none}`}
                      data-lane={laneName(level)}
                    >
                      {act.targets.includes(target) ? (
                        <>
                          {act.sentence} {act.rule === null ? null : <code className="sub">{act.rule}</code>}
                        </>
                      ) : (
                        "–"
                      )}
                    </Cell>
                  ))}
                </tr>
              ))}
            </tbody>
          </Table>
        </section>
      )}
    </Region>
  );
}
