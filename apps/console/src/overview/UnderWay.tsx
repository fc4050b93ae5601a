import type { OverviewView } from "@v-available/api/view/overview";
import { Region } from "@v-available/ui/Region";
import type { JSX } from "react";
import { Link } from "../shell/Link";
import styles from "./NeedsPerson.module.css";

type Props = { matters: OverviewView["underWay"] };

/** What people have set going: rollouts, planned work, questions to a second person. */
export function UnderWay({ matters }: Props): JSX.Element {
  return (
    <Region title="Under way" note={`${matters.length}`}>
      {matters.map(({ id, href, sentence }) => (
        <p key={id}>
          <Link href={href}>{sentence}</Link>
        </p>
      ))}
    </Region>
  );
}

/** Those that stand still until somebody says how they go on. */
export function WaitsForSomebody({ matters }: Props): JSX.Element {
  return (
    <ul className={styles.stopped}>
      {matters.map(({ id, href, sentence, wanted }) => (
        <li key={id}>
          <Link href={href}>{wanted}</Link>
          <p className="sub">{sentence}</p>
        </li>
      ))}
    </ul>
  );
}
