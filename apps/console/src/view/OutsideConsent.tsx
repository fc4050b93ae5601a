import type { OutsideWindow } from "@v-available/domain/planned-window";
import { listWords } from "@v-available/domain/wording";
import { Button } from "@v-available/ui/Button";
import type { JSX } from "react";
import { Named } from "../client/Named";
import styles from "./OutsideConsent.module.css";

/** Why work may not begin yet; null where every machine that it touches is within its windows, or was confirmed. */
export function unconfirmedWords(outside: readonly OutsideWindow[], confirmed: readonly string[]): string | null {
  const missing = outside.filter(({ machine }) => !confirmed.includes(machine.id));
  if (missing.length === 0) return null;
  const names = listWords(missing.map(({ machine }) => machine.name));
  return `Confirm first that ${names} may be touched outside ${missing.length === 1 ? "its window" : "their windows"}, or wait.`;
}

/** Machines that would be touched outside the windows of their policies: each is confirmed by its name. */
export function OutsideConsent({
  outside,
  confirmed,
  onConfirmed,
}: {
  outside: readonly OutsideWindow[];
  /** Ids of machines. */
  confirmed: readonly string[];
  onConfirmed: (confirmed: readonly string[]) => void;
}): JSX.Element | null {
  if (outside.length === 0) return null;
  const all = outside.map(({ machine }) => machine.id);
  return (
    <>
      <ul className={styles.outside} aria-label="Machines outside the windows of their policies">
        {outside.map(({ machine, sentence }) => (
          <li key={machine.id}>
            <label className={styles.choice}>
              <input
                type="checkbox"
                checked={confirmed.includes(machine.id)}
                onChange={(event) =>
                  onConfirmed(
                    event.target.checked ? [...confirmed, machine.id] : confirmed.filter((id) => id !== machine.id),
                  )
                }
              />
              <span>
                <Named text={sentence} names={[machine.name]} />{" "}
                <b>
                  Touch <span className="id">{machine.name}</span> all the same.
                </b>
              </span>
            </label>
          </li>
        ))}
      </ul>
      {outside.length > 3 && all.some((id) => !confirmed.includes(id)) ? (
        <p>
          <Button small onClick={() => onConfirmed([...new Set([...confirmed, ...all])])}>
            Confirm all {outside.length}
          </Button>
        </p>
      ) : null}
    </>
  );
}
