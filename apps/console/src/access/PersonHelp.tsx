import { Button } from "@v-available/ui/Button";
import type { JSX } from "react";
import styles from "./Account.module.css";

export interface PersonHelpProps {
  readonly person: {
    readonly id: string;
    readonly name: string;
    readonly codes: boolean;
    readonly passkeys: number;
  };
  readonly blockedBy: string | null;
}

const hasWords = ({ codes, passkeys }: PersonHelpProps["person"]): string =>
  [
    ...(codes ? ["codes"] : []),
    ...(passkeys === 0 ? [] : [passkeys === 1 ? "one passkey" : `${passkeys} passkeys`]),
  ].join(" and ");

/** For whoever has lost a password or a phone. */
export function PersonHelp({ person, blockedBy }: PersonHelpProps): JSX.Element {
  const { id, name } = person;
  const has = hasWords(person);
  return (
    <details className={styles.more}>
      <summary>
        A lost password or phone<span className="vh">, of {name}</span>
      </summary>
      <form action="/api/people/password-link" method="post" className={styles.line}>
        <input type="hidden" name="personId" value={id} />
        <Button small type="submit" blockedBy={blockedBy}>
          Make a link for a new password<span className="vh"> of {name}</span>
        </Button>
      </form>
      <form action="/api/people/factors" method="post" className={styles.line}>
        <input type="hidden" name="personId" value={id} />
        {has === "" || blockedBy !== null ? null : (
          <label className="va-field">
            <span className={styles.name}>
              Why<span className="vh"> they are taken off {name}</span>, for the record
            </span>
            <input name="reason" required minLength={5} maxLength={200} />
          </label>
        )}
        <Button
          small
          type="submit"
          blockedBy={blockedBy ?? (has === "" ? `${name} has neither codes nor passkeys.` : null)}
        >
          Take {has === "" ? "codes and passkeys" : has} off<span className="vh"> {name}</span>
        </Button>
      </form>
    </details>
  );
}
