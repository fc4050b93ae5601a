import { PASSWORD_LENGTH } from "@v-available/domain/password";
import { Button } from "@v-available/ui/Button";
import { Region } from "@v-available/ui/Region";
import type { JSX } from "react";
import styles from "./Account.module.css";
import { NewPassword } from "./NewPassword";
import { type Proof, SIGN_IN_AGAIN } from "./ProvenForm";

/** One's own password. It asks for the old one even right after the sign-in. */
export function PasswordRegion({ proof }: { readonly proof: Proof }): JSX.Element {
  const { hasPassword, confirmed, blockedBy } = proof;
  return (
    <Region className={styles.region} title="Password">
      <p className="mid">
        {hasPassword
          ? "A new one ends your other sessions. Keys of programs stay as they are."
          : "You sign in without one. With one you could sign in by name, too."}
      </p>
      <form action="/api/account/password" method="post" className={styles.line}>
        {hasPassword ? (
          <label className="va-field">
            <span className={styles.name}>Old password</span>
            <input
              name="currentPassword"
              type="password"
              autoComplete="current-password"
              required
              maxLength={PASSWORD_LENGTH.max}
            />
          </label>
        ) : null}
        {blockedBy === null ? (
          <div className="va-field">
            <NewPassword label="New password" />
          </div>
        ) : null}
        <Button type="submit" blockedBy={blockedBy ?? (hasPassword || confirmed ? null : SIGN_IN_AGAIN)}>
          {hasPassword ? "Change the password" : "Choose a password"}
        </Button>
      </form>
    </Region>
  );
}
