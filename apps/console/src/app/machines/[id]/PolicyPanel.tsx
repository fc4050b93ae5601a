import type { MachineView } from "@v-available/api/view/machine";
import { Toned } from "@v-available/ui/Toned";
import type { JSX } from "react";
import { Named } from "../../../client/Named";
import { Link } from "../../../shell/Link";
import styles from "./PolicyPanel.module.css";

/** What the policy that holds it asks for beside its level, and which of it its own hosts act on. */
export function PolicyPanel({ machine }: { machine: MachineView }): JSX.Element {
  const { policy } = machine;
  if (policy === null) return <p className={`sub ${styles.policy}`}>No policy in force holds it.</p>;
  const said = policy.settings.filter(({ isDefault }) => !isDefault);
  return (
    <div className={styles.policy}>
      <p>
        Held by the policy <Link href={`/policies/${policy.id}`}>{policy.name}</Link>
      </p>
      <ul className={styles.settings} aria-label="What its policy asks for">
        {said.map(({ setting, says, unheeded }) => (
          <li key={setting} className="mid">
            {says}
            {unheeded.map(({ backend, reason }) => (
              <span key={backend}>
                {" "}
                <Toned tone="degraded">{backend}: </Toned>
                {reason}
              </span>
            ))}
            {setting === "restart-order" && policy.notWaitedFor !== null ? ` ${policy.notWaitedFor}` : null}
            {setting === "failback" && policy.away !== null
              ? ` It is away from ${policy.away.home}. ${policy.away.waitsBecause ?? "It goes back now."}`
              : null}
            {setting === "planned-window" && policy.outsideWindow !== null ? (
              <>
                {" "}
                <Named text={policy.outsideWindow.sentence} names={[machine.name]} />
              </>
            ) : null}
          </li>
        ))}
      </ul>
      {policy.isTold ? null : (
        <p className="sub">Its hosts do not act on all of this yet: they are told once they are heard.</p>
      )}
    </div>
  );
}
