import type { OverviewView } from "@v-available/api/view/overview";
import { Region } from "@v-available/ui/Region";
import type { JSX } from "react";
import { Link } from "../shell/Link";
import styles from "./NeedsPerson.module.css";

type Props = { rollouts: OverviewView["rollouts"] };

/** Policies that are on their way to their machines. */
export function ActiveRollouts({ rollouts }: Props): JSX.Element {
  return (
    <Region title="Rolling out" note={`${rollouts.length}`}>
      {rollouts.map(({ id, policyId, sentence }) => (
        <p key={id}>
          <Link href={`/policies/${policyId}`}>{sentence}</Link>
        </p>
      ))}
    </Region>
  );
}

/** Those that stand still until somebody says how they go on. */
export function StoppedRollouts({ rollouts }: Props): JSX.Element {
  return (
    <ul className={styles.stopped}>
      {rollouts.map(({ id, policyId, sentence, wanted }) => (
        <li key={id}>
          <Link href={`/policies/${policyId}`}>{wanted}</Link>
          <p className="sub">{sentence}</p>
        </li>
      ))}
    </ul>
  );
}
