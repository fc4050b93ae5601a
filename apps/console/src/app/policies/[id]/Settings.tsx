import type { PolicyView } from "@v-available/api/view/policy";
import { Toned } from "@v-available/ui/Toned";
import type { JSX } from "react";
import styles from "./policy.module.css";

/** What is written as YAML, and who acts on it: a setting that nobody acts on must not look like a promise. */
export function Settings({ settings }: { settings: PolicyView["settings"] }): JSX.Element {
  return (
    <details>
      <summary>Settings that are written as YAML, and who acts on them</summary>
      <ul className={styles.held}>
        {settings.map(({ setting, words, says, unheeded, isDefault }) => (
          <li key={setting}>
            <b>{words}.</b> {says}
            {unheeded.map(({ backend, reason }) => (
              <p key={backend}>
                {isDefault ? <span className="sub">{backend}: </span> : <Toned tone="degraded">{backend}: </Toned>}
                <span className="sub">
                  {reason}
                  {isDefault ? " It comes to the same." : ""}
                </span>
              </p>
            ))}
            {unheeded.length === 0 ? <p className="sub">Every backend acts on it.</p> : null}
          </li>
        ))}
      </ul>
    </details>
  );
}
