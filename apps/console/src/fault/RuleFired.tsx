import type { RuleView } from "@v-available/api/view/alarm";
import { Region } from "@v-available/ui/Region";
import { Table } from "@v-available/ui/Table";
import type { JSX } from "react";
import { Named } from "../client/Named";
import styles from "./RuleFired.module.css";

/** Why the hosts did what they did: each condition with what was found. */
export function RuleFired({ rule, names }: { rule: RuleView; names: readonly string[] }): JSX.Element {
  return (
    <Region title="The rule that fired" aside={rule.name} className={styles.rule}>
      {rule.conditions.length > 0 ? (
        <Table dense aria-label="The rule that fired">
          <tbody>
            {rule.conditions.map((condition) => (
              <tr key={condition.text}>
                <td className={styles.met}>
                  <svg width="12" height="12" viewBox="0 0 12 12" role="img" aria-label="met">
                    <path d="M1.5 6.5l3 3 6-7" fill="none" stroke="currentColor" strokeWidth="1.6" />
                  </svg>
                </td>
                <td>
                  <Named text={condition.text} names={names} />
                </td>
                <td data-number>
                  <b>
                    <Named text={condition.found} names={names} />
                  </b>
                </td>
              </tr>
            ))}
          </tbody>
        </Table>
      ) : null}
      <p className={styles.then}>
        <b>{rule.response}</b>
        <span className="sub">
          <Named text={rule.sentence} names={names} />
        </span>
      </p>
    </Region>
  );
}
