import { Region } from "@v-available/ui/Region";
import type { JSX } from "react";
import styles from "./HeldThroughout.module.css";
import type { Held, Ledger } from "./run/message";

function wordsOf({ verdict, broken, note }: Held): string {
  if (verdict === "broken") return `broken: ${broken.join(" ")}`;
  return verdict === "held" && note !== null ? `held, ${note}` : verdict;
}

/** The rules of safety and the goals, judged on what is true in the simulated world after each step, whatever a host believes. */
export function HeldThroughout({
  held,
  steps,
  plain,
  digest,
}: {
  held: readonly Held[];
  steps: number;
  plain: Ledger | undefined;
  digest: string;
}): JSX.Element {
  return (
    <Region title="Held throughout" note={`checked after each of ${steps.toLocaleString("en")} steps`}>
      <ul className={styles.list}>
        {held.map((one) => (
          <li key={one.rule} data-broken={one.verdict === "broken" || undefined}>
            <b>{one.rule}</b>
            <span>{one.words}</span>
            <span className={styles.verdict}>
              {wordsOf(one)}
              {one.rule === "S2" && plain !== undefined && plain.lostWrites > 0
                ? `; plain: broken ${plain.lostWrites.toLocaleString("en")} times`
                : ""}
            </span>
          </li>
        ))}
      </ul>
      <p className="sub">
        S10 and S11 are rules of the console, which this run has none of: what is shown is never better than the truth,
        and what is asked for once is done once. The fuzz of each build holds the product to them.
      </p>
      <p className="sub">
        Same seed, same run, to the bit. Digest <code>{digest}</code>.
      </p>
    </Region>
  );
}
